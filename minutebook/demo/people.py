"""The people of the demo firm's clients: invented, with the names that break careless software.

A table and nothing else. Streets and people are made up; suburbs are real so that postcodes read right.
"""

from dataclasses import dataclass

from minutebook.core.text import fold


@dataclass(frozen=True, slots=True)
class PersonSpec:
    """One individual; `born` and dates are ISO texts, `former` is a name and the day it ended."""

    key: str
    given_names: str
    family_name: str
    born: str
    birth_place: str
    home: str
    mailbox: str = ""
    has_email: bool = True
    has_director_id: bool = True
    is_deceased: bool = False
    former: tuple[str, str] | None = None

    @property
    def name(self) -> str:
        """The full name as registers print it."""
        return f"{self.given_names} {self.family_name}".strip()

    @property
    def email(self) -> str:
        """An address under a reserved domain, made from the name unless the table gives another."""
        if not self.has_email:
            return ""
        names = [self.given_names.split()[0], *([self.family_name] if self.family_name else [])]
        letters = (
            "".join(char for char in fold(name) if char in "abcdefghijklmnopqrstuvwxyz") for name in names
        )
        return (self.mailbox or ".".join(letters)) + "@post.example"


_P = PersonSpec

PEOPLE: tuple[PersonSpec, ...] = (
    _P("aroha", "Aroha Mereana", "Ngārimu", "1971-08-14", "Gisborne, New Zealand", "8 Currawong Rise, Manly NSW 2095"),
    _P("wiremu", "Wiremu", "Parāone", "1966-02-03", "Kaikohe, New Zealand", "8 Currawong Rise, Manly NSW 2095"),
    _P("maia", "Māia", "Tāwhiri-Ngārimu", "1998-11-30", "Sydney NSW", "Unit 4; 19 Petrel Street, Dee Why NSW 2099"),
    _P("hoani", "Hōani", "Te Rangihīroa", "1959-05-21", "Ōtaki, New Zealand", "3 Kererū Way, Petone 5012, NZ"),
    _P("thuy", "Thị Thúy", "Nguyễn", "1979-04-02", "Huế, Vietnam", "112 Saltbush Road, Cabramatta NSW 2166"),
    _P("duc", "Văn Đức", "Trần", "1975-12-19", "Đà Nẵng, Vietnam", "112 Saltbush Road, Cabramatta NSW 2166"),
    _P("phuong", "Minh Phượng", "Đặng", "1990-07-07", "Hồ Chí Minh City, Vietnam",
       "6 Lorikeet Lane, Bankstown NSW 2200"),
    _P("bogdan", "Bogdan Łukasz", "Wiśniewski", "1962-10-09", "Łódź, Poland", "27 Banksia Crescent, Ashfield NSW 2131"),
    _P("zofia", "Zofia", "Wiśniewska", "1964-01-25", "Kraków, Poland", "27 Banksia Crescent, Ashfield NSW 2131",
       former=("Zofia Żółkiewska", "1989-06-17")),
    _P("krzysztof", "Krzysztof", "Brzęczyszczykiewicz", "1983-03-03", "Gdańsk, Poland",
       "5 Tawny Close, Burwood NSW 2134"),
    _P("siobhan", "Siobhán Máire", "O'Connor", "1974-09-16", "Ennis, Ireland", "61 Plover Street, Coogee NSW 2034"),
    _P("declan", "Declan", "O'Connor", "1972-06-06", "Ennis, Ireland", "61 Plover Street, Coogee NSW 2034"),
    _P("heinz", "Heinz-Jürgen", "Müller-Lüdenscheidt", "1955-11-11", "Köln, Germany",
       "2 Ironbark Court, Lane Cove NSW 2066"),
    _P("ursula", "Ursula", "Müller-Lüdenscheidt", "1957-08-30", "Köln, Germany", "2 Ironbark Court, Lane Cove NSW 2066",
       has_email=False),
    _P("jane1", "Jane", "Smith", "1980-02-29", "Newcastle NSW", "14 Wattlebird Lane, Marrickville NSW 2204"),
    _P("jane2", "Jane", "Smith", "1951-10-12", "Leeds, United Kingdom", "90 Kestrel Parade, Kiama NSW 2533",
       mailbox="jane.smith.kiama"),
    _P("peter", "Peter Alan", "Thrumble", "1948-03-19", "Bathurst NSW", "33 Stringybark Street, Orange NSW 2800",
       has_email=False, is_deceased=True),
    _P("nora", "Nora", "Thrumble", "1950-07-01", "Mudgee NSW", "33 Stringybark Street, Orange NSW 2800"),
    _P("oliver", "Oliver James", "Thrumble", "1978-12-31", "Orange NSW", "9 Boobook Drive, Orange NSW 2800"),
    _P("lachlan", "Lachlan", "Yarrabeck", "1969-05-05", "Dubbo NSW", "Glenquoich; 1440 Merinda Road, Dubbo NSW 2830"),
    _P("fiona", "Fiona", "Yarrabeck", "1970-01-18", "Parkes NSW", "Glenquoich; 1440 Merinda Road, Dubbo NSW 2830",
       former=("Fiona McAllistair", "1995-09-23")),
    _P("salma", "Salma", "al-Khatib", "1985-06-24", "Amman, Jordan", "17 Spoonbill Street, Auburn NSW 2144"),
    _P("yusuf", "Yusuf", "al-Khatib", "1982-09-09", "Irbid, Jordan", "17 Spoonbill Street, Auburn NSW 2144"),
    _P("priya", "Priya", "Venkataraghavan", "1987-01-15", "Chennai, India",
       "Unit 1206; 4 Cormorant Walk, Parramatta NSW 2150"),
    _P("arjun", "Arjun", "Venkataraghavan", "1984-04-27", "Madurai, India",
       "Unit 1206; 4 Cormorant Walk, Parramatta NSW 2150"),
    _P("meilin", "Mei-Lin", "Chan", "1976-02-17", "Hong Kong", "55 Grevillea Avenue, Chatswood NSW 2067"),
    _P("david_c", "David Wai-Keung", "Chan", "1973-08-08", "Hong Kong", "55 Grevillea Avenue, Chatswood NSW 2067"),
    _P("astrid", "Astrid", "Bjørnstad", "1988-05-17", "Ålesund, Norway", "12 Shearwater Street, Balmain NSW 2041",
       has_director_id=False),
    _P("theo", "Theodoros", "Papakonstantinou", "1960-03-25", "Kalamata, Greece",
       "70 Casuarina Road, Kogarah NSW 2217"),
    _P("eleni", "Eleni", "Papakonstantinou", "1963-12-06", "Athens, Greece", "70 Casuarina Road, Kogarah NSW 2217",
       has_director_id=False),
    _P("giulia", "Giulia", "D'Agostino", "1992-10-28", "Leichhardt NSW", "31 Melaleuca Street, Leichhardt NSW 2040"),
    _P("marco", "Marco", "D'Agostino", "1989-07-14", "Leichhardt NSW", "31 Melaleuca Street, Leichhardt NSW 2040"),
    _P("tazz", "Tasman Reginald", "Hobley", "1967-11-02", "Hobart TAS", "4 Blackwood Lane, Rozelle NSW 2039"),
    _P("gwen", "Gwenllïan", "Hobley", "1968-04-13", "Swansea, United Kingdom", "4 Blackwood Lane, Rozelle NSW 2039"),
    _P("benedict", "Benedict", "Wexcombe", "1956-06-29", "Sydney NSW", "1 Angophora Place, Hunters Hill NSW 2110"),
    _P("cordelia", "Cordelia Anne", "Thrale", "1961-02-22", "Adelaide SA", "23 Sheoak Street, Hunters Hill NSW 2110"),
    _P("ngaio", "Ngaio", "Ōtāwhao", "1993-08-19", "Te Awamutu, New Zealand", "15 Manuka Street, Byron Bay NSW 2481"),
    _P("rua", "Rua", "Kahurōa", "1986-12-12", "Whangārei, New Zealand", "2 Dinghy Row, Pyrmont NSW 2009"),
    _P("samuel", "Samuel", "Fenwickle", "1958-09-03", "Goulburn NSW", "48 Acacia Terrace, Turramurra NSW 2074"),
    _P("beatrice", "Beatrice", "Fenwickle", "1960-10-20", "Yass NSW", "48 Acacia Terrace, Turramurra NSW 2074"),
    _P("ivy", "Ivy", "Solequill", "1995-03-08", "Wollongong NSW", "Studio 3; 77 Paperbark Street, Newtown NSW 2042"),
    _P("leonard", "Leonard", "Leap", "1984-02-29", "Canberra ACT", "10 Snowgum Street, Braddon ACT 2612"),
    _P("helena", "Helena", "Corvin-Ashby", "1977-07-23", "Melbourne VIC", "6 Lyrebird Grove, Mosman NSW 2088"),
    _P("rashid", "Rashid", "Marlopour", "1970-06-15", "Shiraz, Iran", "38 Hakea Street, Ryde NSW 2112"),
    _P("nasrin", "Nasrin", "Marlopour", "1972-01-04", "Tehran, Iran", "38 Hakea Street, Ryde NSW 2112"),
    _P("dragan", "Dragan", "Zelkovarić", "1965-05-30", "Niš, Serbia", "142 Tallowwood Road, Liverpool NSW 2170"),
    _P("milica", "Milica", "Zelkovarić", "1991-09-27", "Liverpool NSW", "144 Tallowwood Road, Liverpool NSW 2170"),
    _P("georgina", "Georgina Ruth", "Bellmarrow", "1963-04-16", "Griffith NSW",
       "Riverbend; 260 Quandong Road, Griffith NSW 2680"),
    _P("angus", "Angus", "Pettifold", "1959-08-02", "Leeton NSW", "18 Saltbush Street, Leeton NSW 2705"),
    _P("shirin", "Shirin", "Vantergloam", "1981-03-20", "Perth WA", "25 Waratah Street, Paddington NSW 2021"),
    _P("ezra", "Ezra", "Gumblesome", "1979-12-01", "Lismore NSW", "7 Lillypilly Lane, Lismore NSW 2480"),
    _P("tallulah", "Tallulah", "Pipwhistle", "1990-05-11", "Gosford NSW", "66 Bottlebrush Avenue, Gosford NSW 2250"),
    _P("mononym", "Sukarnawati", "", "1986-08-17", "Yogyakarta, Indonesia", "9 Frangipani Street, Maroubra NSW 2035"),
    _P("minnie", "Minerva", "Inkwarren-Pollock", "2006-01-29", "Katoomba NSW",
       "20 Mountain Ash Road, Katoomba NSW 2780",
       has_director_id=False),
    _P("clarence", "Clarence", "Inkwarren", "1954-04-04", "Lithgow NSW", "20 Mountain Ash Road, Katoomba NSW 2780"),
    _P("meiling", "陳美玲", "", "1994-09-15", "Taipei, Taiwan",
       "Unit 8; 3 Egret Street, Hurstville NSW 2220", mailbox="meiling"),
    _P("noa", "נועה", "לוי", "1989-11-05", "Haifa, Israel", "41 Gannet Street, Bondi NSW 2026", mailbox="noa"),
    _P("smiley", "Poppy 🌼", "Applequist", "2001-02-14", "Cairns QLD", "13 Jacaranda Street, Cairns QLD 4870",
       has_director_id=False),
)  # fmt: skip
