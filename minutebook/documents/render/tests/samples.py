"""Papers to render in tests: a letter, a resolution, a register, and one with every ugly character."""

import struct
import zlib

from minutebook.documents.blocks import (
    AddressBlock,
    Bold,
    Bullets,
    Column,
    Facts,
    Heading,
    Item,
    Note,
    Numbered,
    PageBreak,
    Paper,
    Paragraph,
    Signature,
    Signatures,
    Space,
    Table,
)
from minutebook.documents.render.look import FirmLook

COMPANY = "Kōwhai Whenua Pty Ltd"
NUMBER = "ACN 004 085 616"
TRACE = "MB-2026-00417"


def flat_png(width: int = 60, height: int = 20, colour: bytes = b"\x0f\x4c\x5c") -> bytes:
    """A picture of one colour."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = b"".join(b"\x00" + colour * width for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


LOOK = FirmLook(
    name="Aroha & Partners",
    address_lines=("Level 4, 12 Lambton Quay", "PO Box 1234, Wellington 6140"),
    phone="+64 4 555 0100",
    email="office@aroha.example",
    website="aroha.example",
)

RESOLUTION = Paper(
    title="Circulating resolution of the directors",
    company_name=COMPANY,
    company_number=NUMBER,
    trace_number=TRACE,
    subject="Appointment of a director",
    blocks=(
        Heading("Background"),
        Paragraph(
            "The company proposes to appoint an additional director. A signed consent to act and a director "
            "identification number have been received."
        ),
        Paragraph("We, being all the directors entitled to vote, are in favour of the resolution below."),
        Heading("Resolution"),
        Numbered(
            (
                ("That ", Bold("Nguyễn Thị Minh Khai"), " be appointed as a director from 20 November 2026."),
                Item(
                    "That any director be authorised to:",
                    ("update the register of officeholders; and", "notify the change within 28 days."),
                ),
            )
        ),
        Paragraph("The resolution is passed when the last director signs."),
        Signatures((Signature("Hēmi Ngata", "Director"), Signature("Siân O’Connor", "Director"))),
    ),
)  # fmt: skip

LETTER = Paper(
    title="Covering letter",
    company_name=COMPANY,
    company_number=NUMBER,
    trace_number=TRACE,
    letterhead=True,
    subject="Appointment of a director",
    blocks=(
        Paragraph("22 November 2026"),
        AddressBlock(("The Directors", COMPANY, "14 Garden Street", "Hawthorn VIC 3122")),
        Paragraph("Dear Hēmi and Siân"),
        Paragraph(Bold(f"Appointment of a director of {COMPANY}")),
        Paragraph(
            "We enclose the papers for the appointment of Nguyễn Thị Minh Khai as a director of the company "
            "with effect from 20 November 2026. Please sign where marked and return the signed copies to us."
        ),
        Facts(
            (
                ("To be lodged by", Bold("18 December 2026")),
                ("Lodged with", "Australian Securities and Investments Commission"),
                ("Fee", "AUD 0.00 if lodged in time"),
            )
        ),
        Paragraph("The enclosed papers are:"),
        Bullets(
            (
                "Circulating resolution of the directors",
                Item("Consent to act as director", ("signed before the appointment", "kept by the company")),
                "Register of officeholders",
            )
        ),
        Note("The fee for late lodgement is payable by the company. It is not included in our fee."),
        Paragraph("Yours sincerely"),
        Signatures((Signature("Mereana Walker", "Partner", date_line=False, lines=("Aroha & Partners",)),)),
    ),
)

REGISTER = Paper(
    title="Register of members",
    company_name=COMPANY,
    company_number=NUMBER,
    trace_number=TRACE,
    landscape=True,
    subject="As at 20 November 2026",
    blocks=(
        Paragraph("As at 20 November 2026"),
        Table(
            (
                Column("Member", 0.26),
                Column("Address", 0.3),
                Column("Class", 0.1),
                Column("Certificate", 0.12, "center"),
                Column("Shares", 0.1, "end"),
                Column("Paid (AUD)", 0.12, "end"),
            ),
            tuple(
                (
                    f"{name} {number}",
                    "14 Garden Street, Hawthorn VIC 3122, Australia",
                    "Ordinary",
                    f"C{number:03}",
                    f"{number * 1000:,}",
                    f"{number * 1000:,}.00",
                )
                for number in range(1, 31)
                for name in (("Ngata Whānau Trustee Limited", "Siân O’Connor")[number % 2],)
            ),
        ),
        Paragraph("Certified a true copy of the register."),
        Signatures((Signature("Siân O’Connor", "Secretary"),)),
    ),
)

INJECTION = '#eval("1") #{1+1} $x^2$ *bold* _it_ `raw` <label> @ref \\ [b] // # \' " & ~ -- = + / {{ x }} %s'
UGLY = Paper(
    title="Ünïcode & <Sons> \"Ltd\" 'n' #1 *star* _under_ $5 \\n @home [x] `tick` 50%",
    company_name=INJECTION,
    company_number="ACN <004> & 085",
    trace_number="MB<&>#1",
    subject="& < > \"",
    blocks=(
        Heading(INJECTION),
        Paragraph((INJECTION, Bold(INJECTION), " end")),
        Paragraph("Te Pūtea Māori o Aotearoa, Trần Thị Ngọc Ánh, Łukasz Żółć, e\u0304 composed"),
        Paragraph("tab\there, line\r\nbreak, vertical\vtab, bell\x07, over\u202egnp.exe, zero\u200bwidth"),
        Paragraph("x" * 300),
        Paragraph("The " + "Very Long Name " * 20 + "Pty Ltd"),
        Numbered((INJECTION, Item(INJECTION, (INJECTION, "second")), "1. not a list")),
        Numbered(("begins at one again",)),
        Numbered(tuple(f"item {number}" for number in range(1, 13))),
        Bullets((INJECTION, "- dash")),
        Space(2),
        Table(
            (Column("& <Head>", 3), Column("#2", 1, "end"), Column("", 1, "center")),
            ((INJECTION, "-1,234.50", ""), ("y" * 60, Bold("0.00"), "29 February 2028")),
        ),
        Facts((("A & B", INJECTION), ("Empty", ""), ("Lines", "one\ntwo"))),
        AddressBlock(("c/o <x>", "Flat #4")),
        Note((INJECTION, Bold("bold"))),
        PageBreak(),
        Heading("Second page", 2),
        Heading("Third level", 3),
        Signatures(
            (
                Signature("Zoë <b>x</b>", "Director & Secretary", lines=("in the presence of",)),
                Signature("N" * 90, "Alternate", date_line=False),
                Signature("Odd one", "Director"),
            )
        ),
    ),
)  # fmt: skip
