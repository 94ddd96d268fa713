"""Composed answers of XPM in the recorded and in the documented order, and the records they stand for."""

from datetime import date
from decimal import Decimal

from minutebook.xpm.records import Client, ClientContact, Cost, Job, JobTask, Note, Ref

BASE = "/practicemanager/3.1/"
UGLY = "Māori &amp; Sons &lt;b&gt; 北京 \u200fשלום\u200f 🥝"
UGLY_READ = "Māori & Sons <b> 北京 \u200fשלום\u200f 🥝"

RECORDED_JOB = (
    f"<Job><ID>J000207</ID><Name>{UGLY}</Name><Description>One\n\nTwo [ref M]</Description>"
    "<Client><UUID>c1</UUID><Name>Harbour Tools Ltd</Name></Client><ClientOrderNumber>M</ClientOrderNumber>"
    "<State>Planned</State><StartDate>2028-02-29T00:00:00</StartDate><DueDate>2028-10-31T00:00:00</DueDate>"
    "<Manager><UUID>s1</UUID><Name>R. Example</Name></Manager>"
    "<Assigned><Staff><UUID>s1</UUID><Name>R. Example</Name></Staff></Assigned>"
    "<Tasks><Task><UUID>b1</UUID><Name>Prepare</Name><TaskUUID>77</TaskUUID><EstimatedMinutes>240</EstimatedMinutes>"
    "<ActualMinutes>0</ActualMinutes><Description></Description><Completed>false</Completed>"
    "<Billable>true</Billable><Folder></Folder></Task></Tasks><Milestones />"
    "<Notes><Note><UUID>n1</UUID><Title>T</Title><Text>x</Text><Folder></Folder>"
    "<Date>2028-03-01T00:00:00</Date><CreatedBy>R. Example</CreatedBy></Note></Notes>"
    "<UUID>u7</UUID></Job>"
)
JOB = Job(
    id="J000207",
    uuid="u7",
    name=UGLY_READ,
    description="One\n\nTwo [ref M]",
    state="Planned",
    client_order_number="M",
    start_date=date(2028, 2, 29),
    due_date=date(2028, 10, 31),
    client=Ref("c1", "Harbour Tools Ltd"),
    manager=Ref("s1", "R. Example"),
    assigned=(Ref("s1", "R. Example"),),
    tasks=(JobTask("b1", "Prepare", "77", "", 240, 0, False, True),),
    notes=(Note("n1", "T", "x", "", date(2028, 3, 1), "R. Example"),),
)
DOCUMENTED_JOB = (
    "<Job><ID>J2</ID><UUID>u2</UUID><Name>B</Name><Description></Description><State>Done</State>"
    "<StartDate>20280229</StartDate><DueDate></DueDate><CompletedDate>20280301</CompletedDate>"
    "<Client /><Manager /><Partner></Partner><Assigned /></Job>"
)
BARE_JOB = Job("J2", "u2", "B", state="Done", start_date=date(2028, 2, 29), completed_date=date(2028, 3, 1))

FULL_CLIENT = (
    "<Client><Name>"
    + UGLY
    + "</Name><Title /><FirstName>F</FirstName><LastName>L</LastName><OtherName>O</OtherName>"
    "<Email>a@b.example</Email><DateOfBirth>2000-02-29T00:00:00</DateOfBirth>"
    "<Address>1 Quay\nLevel 2</Address><City>C</City><Region>R</Region><PostCode>0610</PostCode>"
    "<Country>NZ</Country><PostalAddress>PA</PostalAddress>"
    "<PostalCity>PC</PostalCity><PostalRegion>PR</PostalRegion><PostalPostCode>0611</PostalPostCode>"
    "<PostalCountry>AU</PostalCountry><Phone>09 1</Phone><Website>w.example</Website>"
    "<IsArchived>No</IsArchived><IsDeleted>Yes</IsDeleted><TaxNumber>******123</TaxNumber><CompanyNumber>123</CompanyNumber>"
    "<BusinessNumber>94</BusinessNumber><BusinessStructure>Company</BusinessStructure>"
    "<AccountManager><UUID>s1</UUID><Name>A</Name></AccountManager>"
    "<JobManager><UUID>s2</UUID><Name>J</Name></JobManager>"
    "<BillingClient><UUID>c2</UUID><Name>B</Name></BillingClient>"
    "<Contacts><Contact><UUID>p1</UUID><Name>Mere</Name><Salutation>Ms</Salutation>"
    "<Addressee>Ms M</Addressee><Mobile>02</Mobile><Email>m@b.example</Email><Phone>03</Phone>"
    "<Position>Director</Position><IsPrimary>Yes</IsPrimary></Contact></Contacts>"
    "<Notes /><UUID>c1</UUID></Client>"
)
CLIENT = Client(
    uuid="c1",
    name=UGLY_READ,
    first_name="F",
    last_name="L",
    other_name="O",
    date_of_birth=date(2000, 2, 29),
    email="a@b.example",
    phone="09 1",
    website="w.example",
    address="1 Quay\nLevel 2",
    city="C",
    region="R",
    post_code="0610",
    country="NZ",
    postal_address="PA",
    postal_city="PC",
    postal_region="PR",
    postal_post_code="0611",
    postal_country="AU",
    company_number="123",
    business_number="94",
    business_structure="Company",
    is_deleted=True,
    account_manager=Ref("s1", "A"),
    job_manager=Ref("s2", "J"),
    billing_client=Ref("c2", "B"),
    contacts=(
        ClientContact("p1", "Mere", "Ms", "Ms M", "m@b.example", "03", "02", "Director", is_primary=True),
    ),
)
COST_XML = (
    "<Cost><UUID>k1</UUID><Date>2026-07-01T00:00:00</Date><Description>Fee</Description><Code></Code>"
    "<Note>[ref M-c1]</Note><Quantity>1</Quantity><UnitCost>45.00</UnitCost><UnitPrice>60.00</UnitPrice>"
    "<Billable>false</Billable></Cost>"
)
COST = Cost("k1", date(2026, 7, 1), "Fee", "", "[ref M-c1]", Decimal(1), Decimal(45), Decimal(60), False)
