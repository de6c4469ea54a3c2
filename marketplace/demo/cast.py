"""Who lives in the demo world. Every name, company and address is made up."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ClientSketch:
    name: str
    company: str
    country: str
    # How a posting speaks of the business: "a furniture workshop".
    business: str


@dataclass(frozen=True, slots=True)
class AgencySketch:
    name: str
    handle: str
    country: str
    about: str
    members: int


CLIENTS = [
    ClientSketch("Ada Whitfield", "Harbour & Pine", "GB", "a furniture workshop"),
    ClientSketch("Marcus Oyelaran", "Lagos Fresh", "NG", "a grocery delivery service"),
    ClientSketch("Ingrid Solberg", "Nordlys Outdoor", "NO", "an outdoor clothing brand"),
    ClientSketch("Hugo Lefèvre", "Atelier Lefèvre", "FR", "a bicycle repair chain"),
    ClientSketch("Priya Raman", "Monsoon Teas", "IN", "a tea importer"),
    ClientSketch("Daniel Brandt", "Brandt Vermessung", "DE", "a land surveying office"),
    ClientSketch("Carmen Ibáñez", "Casa Olivo", "ES", "an olive oil cooperative"),
    ClientSketch("Thomas Reilly", "Reilly Veterinary Group", "IE", "a group of veterinary clinics"),
    ClientSketch("Yuki Tanabe", "Komorebi Stays", "JP", "a network of guest houses"),
    ClientSketch("Rachel Stein", "Bright Ledger", "US", "a bookkeeping start-up"),
    ClientSketch("Oluwaseun Bello", "Radiant Solar", "NG", "a solar installer"),
    ClientSketch("Mei Lin Chua", "Kopi & Co", "SG", "a coffee roastery"),
    ClientSketch("Pedro Azevedo", "Maré Surf School", "PT", "a surf school"),
    ClientSketch("Anna Kowalczyk", "Zielnik Botanicals", "PL", "a herbal cosmetics maker"),
    ClientSketch("James Okafor", "Northbridge Housing Trust", "GB", "a housing charity"),
    ClientSketch("Sofia Marchetti", "Fonderia Type", "IT", "a letterpress studio"),
    ClientSketch("Liam Carter", "Trailhead Maps", "CA", "a hiking map publisher"),
    ClientSketch("Emma Johansson", "Lilla Biblioteket", "SE", "a children's book publisher"),
    ClientSketch("Noah Friedman", "Quayside Physio", "AU", "a physiotherapy practice"),
    ClientSketch("Grace Mwangi", "Savanna Honey", "KE", "a honey cooperative"),
    ClientSketch("Luis Herrera", "Cima Climbing", "MX", "a chain of climbing gyms"),
    ClientSketch("Katarina Novak", "Alpine Archive", "SI", "a regional museum"),
    ClientSketch("Benjamin Hale", "Copperleaf Insurance", "US", "an insurance broker"),
    ClientSketch("Fatima Zahra", "Medina Weavers", "MA", "a rug weavers' association"),
    ClientSketch("Oscar Lindqvist", "Fjord Ferries", "NO", "a ferry operator"),
    ClientSketch("Hannah Vogel", "Kinderküche", "DE", "a school meals caterer"),
    ClientSketch("Samuel Adeyemi", "Ibadan Code School", "NG", "a coding school"),
    ClientSketch("Chloe Martin", "Papeterie Soleil", "FR", "a stationery shop"),
]

AGENCIES = [
    AgencySketch(
        "Fieldstone Digital", "fieldstone-digital", "GB", "A studio of six that builds and keeps web shops.", 5
    ),
    AgencySketch("Blauwerk", "blauwerk", "DE", "Product design for machines that people have to understand.", 4),
    AgencySketch("Second Draft", "second-draft", "US", "Editors, writers and translators who finish books.", 5),
    AgencySketch("Ledger Lane", "ledger-lane", "IN", "Bookkeeping and financial models for small exporters.", 4),
]

# Name and country; category and skills follow in turn.
FREELANCERS = [
    ("Ben Achterberg", "NL"),
    ("Cleo Marsh", "GB"),
    ("Tomás Rivas", "AR"),
    ("Aisha Karim", "PK"),
    ("Jonas Weber", "DE"),
    ("Nadia Petrova", "BG"),
    ("Kenji Morita", "JP"),
    ("Laura Quinn", "IE"),
    ("Arjun Mehta", "IN"),
    ("Sara Lindgren", "SE"),
    ("Mateo Vargas", "CO"),
    ("Hannah Cole", "US"),
    ("Ife Adeleke", "NG"),
    ("Petr Dvořák", "CZ"),
    ("Julia Santos", "BR"),
    ("Omar Haddad", "JO"),
    ("Elena Rossi", "IT"),
    ("Daniel Kim", "KR"),
    ("Marta Nowak", "PL"),
    ("Samir Patel", "IN"),
    ("Chloé Bernard", "FR"),
    ("Viktor Horvat", "HR"),
    ("Amelia Grant", "AU"),
    ("Diego Fuentes", "CL"),
    ("Zanele Dube", "ZA"),
    ("Mikael Aho", "FI"),
    ("Rosa Delgado", "ES"),
    ("Imran Siddiqui", "PK"),
    ("Freya Nielsen", "DK"),
    ("Bruno Costa", "PT"),
    ("Nia Thompson", "US"),
    ("Andrei Ionescu", "RO"),
    ("Sofia Papadaki", "GR"),
    ("Tariq Aziz", "BD"),
    ("Helen Wu", "TW"),
    ("Lukas Gruber", "AT"),
    ("Wanjiru Kamau", "KE"),
    ("Patrick Doyle", "IE"),
    ("Mina Farahani", "TR"),
    ("Gabriel Moreau", "CA"),
    ("Dina Saleh", "EG"),
    ("Oliver Bennett", "GB"),
    ("Thu Nguyen", "VN"),
    ("Katya Melnyk", "UA"),
    ("Rafael Lima", "BR"),
    ("Emily Zhao", "US"),
    ("Joseph Mensah", "GH"),
    ("Anja Keller", "CH"),
    ("Carlos Peña", "PE"),
    ("Leila Haidari", "DE"),
    ("Simon Fischer", "DE"),
    ("Maya Cohen", "IL"),
    ("Peter Lang", "HU"),
    ("Ritu Sharma", "IN"),
    ("Noel Fernando", "LK"),
    ("Isabel Torres", "MX"),
    ("Edvin Berg", "NO"),
    ("Catherine Moore", "NZ"),
    ("Abdul Rahman", "MY"),
    ("Teresa Romano", "IT"),
    ("Stefan Kralj", "RS"),
    ("Joy Otieno", "KE"),
    ("William Hart", "CA"),
    ("Paula Jiménez", "ES"),
]
