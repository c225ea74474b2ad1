//! Organizations, people and places.

/// The display name of a tenant, and the label of its domains.
pub(crate) fn organization(index: usize) -> (String, String) {
    const KNOWN: &[(&str, &str)] = &[
        ("Contoso", "contoso"),
        ("Fabrikam", "fabrikam"),
        ("Northwind Traders", "northwindtraders"),
        ("Adventure Works", "adventureworks"),
        ("Litware", "litware"),
        ("Tailspin Toys", "tailspintoys"),
        ("Wide World Importers", "wideworldimporters"),
        ("Proseware", "proseware"),
        ("Woodgrove Bank", "woodgrovebank"),
        ("Alpine Ski House", "alpineskihouse"),
    ];
    let (name, label) = KNOWN[index % KNOWN.len()];
    match index / KNOWN.len() {
        0 => (name.to_owned(), label.to_owned()),
        round => (format!("{name} {}", round + 1), format!("{label}{}", round + 1)),
    }
}

/// Who appears in the audit log: user names, before the domain.
pub(crate) const USERS: &[&str] = &[
    "adele.vance",
    "alex.wilber",
    "diego.siciliani",
    "grady.archie",
    "isaiah.langer",
    "johanna.lorenz",
    "joni.sherman",
    "lee.gu",
    "lidia.holloway",
    "lynne.robbins",
    "megan.bowen",
    "miriam.graham",
    "nestor.wilke",
    "patti.fernandez",
    "pradeep.gupta",
    "henrietta.mueller",
];

/// Client addresses, all of them reserved for documentation.
pub(crate) const ADDRESSES: &[&str] = &[
    "192.0.2.14",
    "192.0.2.77",
    "198.51.100.23",
    "198.51.100.190",
    "203.0.113.8",
    "203.0.113.131",
    "2001:db8:85a3::8a2e:370:7334",
];

pub(crate) const USER_AGENTS: &[&str] = &[
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
    "Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.19328; Pro)",
    "OneDriveMpc-Transform_Thumbnail/1.0",
    "python-requests/2.32.5",
];

pub(crate) const FILES: &[&str] = &[
    "Budget 2027.xlsx",
    "Offer – Größe L.docx",
    "Board minutes.docx",
    "Payroll November.xlsx",
    "Architecture \"final\".pptx",
    "Contract draft.pdf",
    "Customer list.csv",
];

pub(crate) const SITES: &[&str] = &["Finance", "HumanResources", "Projects", "Legal", "Marketing"];
