"""Invented numbers that pass every check and that nobody is likely to have.

Apart from the tables so that a company's number follows from its place in them and never moves.
"""

from stdnum.au import abn, acn

# The registry counts upward and stands in the 600 millions; numbers from 990 million on are far from being given.
FIRST_ACN = 99010000
ACN_STEP = 1371
# Bodies other than companies have an ABN without an ACN in it.
FIRST_BODY = 991100000
BODY_STEP = 104729


def make_acn(index: int) -> str:
    """Give the nine digits of the nth invented company, from 0, check digit included."""
    stem = str(FIRST_ACN + index * ACN_STEP)
    return stem + str(acn.calc_check_digit(stem))


def make_company_abn(acn_number: str) -> str:
    """Give the ABN that belongs to an ACN: two check digits before it."""
    return str(abn.calc_check_digits(acn_number)) + acn_number


def make_body_abn(index: int) -> str:
    """Give the ABN of the nth invented trust, fund or partnership, from 0."""
    return make_company_abn(str(FIRST_BODY + index * BODY_STEP))


def make_director_id(index: int) -> str:
    """Give 15 digits of a director ID's form for the nth person, from 0; its check digit is not published."""
    return f"036000000{index * 7 + 11:06d}"


def make_phone(index: int) -> str:
    """Give a number out of the range that ACMA keeps for fiction in New South Wales, (02) 5550 xxxx."""
    return f"(02) 5550 {(index * 37 + 104) % 10000:04d}"
