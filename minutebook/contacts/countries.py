"""Countries that an address may name, by ISO code; Australia first, then by name. Pure, so that wording may use it."""

COUNTRY_NAMES = {
    "AU": "Australia", "NZ": "New Zealand", "AT": "Austria", "BE": "Belgium", "BR": "Brazil", "CA": "Canada",
    "CL": "Chile", "CN": "China", "HR": "Croatia", "CY": "Cyprus", "CZ": "Czechia", "DK": "Denmark",
    "EG": "Egypt", "FJ": "Fiji", "FI": "Finland", "FR": "France", "DE": "Germany", "GR": "Greece",
    "HK": "Hong Kong", "HU": "Hungary", "IS": "Iceland", "IN": "India", "ID": "Indonesia", "IE": "Ireland",
    "IL": "Israel", "IT": "Italy", "JP": "Japan", "LB": "Lebanon", "LU": "Luxembourg", "MY": "Malaysia",
    "MT": "Malta", "MU": "Mauritius", "NP": "Nepal", "NL": "Netherlands", "NO": "Norway", "PK": "Pakistan",
    "PG": "Papua New Guinea", "PH": "Philippines", "PL": "Poland", "PT": "Portugal", "QA": "Qatar",
    "KR": "Republic of Korea", "RS": "Serbia", "WS": "Samoa", "SG": "Singapore", "ZA": "South Africa",
    "ES": "Spain", "LK": "Sri Lanka", "SE": "Sweden", "CH": "Switzerland", "TW": "Taiwan", "TH": "Thailand",
    "TO": "Tonga", "TR": "Türkiye", "UA": "Ukraine", "AE": "United Arab Emirates", "GB": "United Kingdom",
    "US": "United States", "VU": "Vanuatu", "VN": "Vietnam",
}  # fmt: skip
COUNTRIES = tuple(COUNTRY_NAMES.items())
