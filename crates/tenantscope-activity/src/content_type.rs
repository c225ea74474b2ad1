//! The kinds of content that can be subscribed to.

tenantscope_core::open_enum! {
    /// A kind of content that can be subscribed to. The service knows five; any other is asked for by name.
    ///
    /// ```
    /// use tenantscope_activity::ContentType;
    ///
    /// assert_eq!(ContentType::AuditExchange.as_str(), "Audit.Exchange");
    /// assert_eq!(ContentType::from("Audit.Newer").as_str(), "Audit.Newer");
    /// assert_eq!(ContentType::ALL.len(), 5);
    /// ```
    pub enum ContentType {
        /// Changes of the Entra directory, and sign-ins.
        AuditAzureActiveDirectory = "Audit.AzureActiveDirectory",
        /// Exchange: administration and mailboxes.
        AuditExchange = "Audit.Exchange",
        /// SharePoint and OneDrive.
        AuditSharePoint = "Audit.SharePoint",
        /// Everything else: Teams, Power Platform, Defender, Purview, Copilot, …
        AuditGeneral = "Audit.General",
        /// Matches of data loss prevention policies in all workloads.
        DlpAll = "DLP.All",
    }
}

impl ContentType {
    /// All that this release has a name for.
    pub const ALL: [Self; 5] = [
        Self::AuditAzureActiveDirectory,
        Self::AuditExchange,
        Self::AuditSharePoint,
        Self::AuditGeneral,
        Self::DlpAll,
    ];
}
