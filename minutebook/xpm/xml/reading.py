"""Elements of XPM's answers to records, one function per kind; a client's TaxNumber is never read."""

from minutebook.xpm.records import (
    Category,
    Client,
    ClientContact,
    Cost,
    CostItem,
    Document,
    Invoice,
    Job,
    JobTask,
    JobTemplate,
    Note,
    Ref,
    Staff,
    Task,
)
from minutebook.xpm.xml.envelope import Element
from minutebook.xpm.xml.values import (
    read_date,
    read_decimal,
    read_flag,
    read_identifier,
    read_integer,
    read_ref,
    read_text,
    read_token,
    require_token,
)


def read_client(element: Element, web_url: str = "") -> Client:
    """Read a Client, detailed or not."""
    return Client(
        uuid=require_token(element, "UUID"),
        name=read_text(element, "Name"),
        first_name=read_text(element, "FirstName"),
        last_name=read_text(element, "LastName"),
        other_name=read_text(element, "OtherName"),
        date_of_birth=read_date(element, "DateOfBirth"),
        email=read_text(element, "Email"),
        phone=read_text(element, "Phone"),
        website=read_text(element, "Website"),
        address=read_text(element, "Address"),
        city=read_text(element, "City"),
        region=read_text(element, "Region"),
        post_code=read_text(element, "PostCode"),
        country=read_text(element, "Country"),
        postal_address=read_text(element, "PostalAddress"),
        postal_city=read_text(element, "PostalCity"),
        postal_region=read_text(element, "PostalRegion"),
        postal_post_code=read_text(element, "PostalPostCode"),
        postal_country=read_text(element, "PostalCountry"),
        company_number=read_text(element, "CompanyNumber"),
        business_number=read_text(element, "BusinessNumber"),
        business_structure=read_text(element, "BusinessStructure"),
        is_archived=read_flag(element, "IsArchived"),
        is_deleted=read_flag(element, "IsDeleted"),
        account_manager=read_ref(element, "AccountManager"),
        job_manager=read_ref(element, "JobManager"),
        billing_client=read_ref(element, "BillingClient"),
        contacts=tuple(map(_read_contact, element.findall("Contacts/Contact"))),
        web_url=web_url,
    )


def read_staff(element: Element) -> Staff:
    """Read a Staff."""
    return Staff(
        uuid=require_token(element, "UUID"),
        name=read_text(element, "Name"),
        email=read_text(element, "Email"),
        phone=read_text(element, "Phone"),
        mobile=read_text(element, "Mobile"),
    )


def read_template(element: Element) -> JobTemplate:
    """Read a Template."""
    return JobTemplate(uuid=require_token(element, "UUID"), name=read_text(element, "Name"))


def read_category(element: Element) -> Category:
    """Read a Category."""
    return Category(uuid=require_token(element, "UUID"), name=read_text(element, "Name"))


def read_task(element: Element) -> Task:
    """Read a Task of the practice's list."""
    return Task(
        uuid=require_token(element, "UUID"),
        name=read_text(element, "Name"),
        description=read_text(element, "Description"),
    )


def read_cost_item(element: Element) -> CostItem:
    """Read a Cost of the standard-cost catalogue."""
    return CostItem(
        uuid=require_token(element, "UUID"),
        description=read_text(element, "Description"),
        code=read_text(element, "Code"),
        note=read_text(element, "Note"),
        unit_cost=read_decimal(element, "UnitCost"),
        unit_price=read_decimal(element, "UnitPrice"),
    )


def read_job(element: Element, web_url: str = "") -> Job:
    """Read a Job, detailed or not, in any order of its elements."""
    return Job(
        id=require_token(element, "ID"),
        uuid=read_identifier(element, "UUID"),
        name=read_text(element, "Name"),
        description=read_text(element, "Description"),
        state=read_token(element, "State"),
        client_order_number=read_token(element, "ClientOrderNumber"),
        start_date=read_date(element, "StartDate"),
        due_date=read_date(element, "DueDate"),
        completed_date=read_date(element, "CompletedDate"),
        client=read_ref(element, "Client"),
        manager=read_ref(element, "Manager"),
        partner=read_ref(element, "Partner"),
        assigned=tuple(map(_read_assigned, element.findall("Assigned/Staff"))),
        tasks=tuple(map(_read_job_task, element.findall("Tasks/Task"))),
        notes=tuple(map(_read_note, element.findall("Notes/Note"))),
        web_url=web_url,
    )


def read_cost(element: Element) -> Cost:
    """Read a Cost on a job; XPM takes a cost as billable unless told otherwise.

    Its note, like a job's order number, may hold our reference: space that XPM may put around it is no part of it.
    """
    return Cost(
        uuid=read_identifier(element, "UUID"),
        date=read_date(element, "Date"),
        description=read_text(element, "Description"),
        code=read_text(element, "Code"),
        note=read_token(element, "Note"),
        quantity=read_decimal(element, "Quantity"),
        unit_cost=read_decimal(element, "UnitCost"),
        unit_price=read_decimal(element, "UnitPrice"),
        billable=read_flag(element, "Billable", default=True),
    )


def read_document(element: Element) -> Document:
    """Read a Document of a job; its text may hold our reference, so space around it is no part of it."""
    return Document(
        title=read_text(element, "Title"),
        text=read_token(element, "Text"),
        file_name=read_text(element, "FileName"),
        date=read_date(element, "Date"),
    )


def read_invoice(element: Element) -> Invoice:
    """Read an Invoice."""
    return Invoice(
        id=require_token(element, "ID"),
        uuid=read_identifier(element, "InternalUUID"),
        type=read_token(element, "Type"),
        status=read_token(element, "Status"),
        date=read_date(element, "Date"),
        due_date=read_date(element, "DueDate"),
        amount=read_decimal(element, "Amount"),
        job_ids=tuple(filter(None, (read_identifier(job, "ID") for job in element.findall("Jobs/Job")))),
    )


def _read_contact(element: Element) -> ClientContact:
    return ClientContact(
        uuid=read_identifier(element, "UUID"),
        name=read_text(element, "Name"),
        salutation=read_text(element, "Salutation"),
        addressee=read_text(element, "Addressee"),
        email=read_text(element, "Email"),
        phone=read_text(element, "Phone"),
        mobile=read_text(element, "Mobile"),
        position=read_text(element, "Position"),
        is_primary=read_flag(element, "IsPrimary"),
        is_deleted=read_flag(element, "IsDeleted"),
    )


def _read_assigned(element: Element) -> Ref:
    # One who is named without an identifier is no reason to leave a whole list of jobs unread.
    return Ref(uuid=read_identifier(element, "UUID"), name=read_text(element, "Name"))


def _read_job_task(element: Element) -> JobTask:
    return JobTask(
        uuid=read_identifier(element, "UUID"),
        name=read_text(element, "Name"),
        task_uuid=read_identifier(element, "TaskUUID"),
        description=read_text(element, "Description"),
        estimated_minutes=read_integer(element, "EstimatedMinutes"),
        actual_minutes=read_integer(element, "ActualMinutes"),
        is_completed=read_flag(element, "Completed"),
        is_billable=read_flag(element, "Billable", default=True),
    )


def _read_note(element: Element) -> Note:
    return Note(
        uuid=read_identifier(element, "UUID"),
        title=read_text(element, "Title"),
        text=read_text(element, "Text"),
        folder=read_text(element, "Folder"),
        date=read_date(element, "Date"),
        created_by=read_text(element, "CreatedBy"),
    )
