//! The recommended actions of Microsoft Secure Score, as far as the emulator knows them.

/// What a row has of a control profile. The rest is derived from it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Control {
    pub(crate) id: &'static str,
    pub(crate) title: &'static str,
    pub(crate) category: &'static str,
    pub(crate) service: &'static str,
    pub(crate) max_score: i64,
    pub(crate) deprecated: bool,
}

const fn control(
    id: &'static str,
    title: &'static str,
    category: &'static str,
    service: &'static str,
    max_score: i64,
) -> Control {
    Control { id, title, category, service, max_score, deprecated: false }
}

const fn retired(
    id: &'static str,
    title: &'static str,
    category: &'static str,
    service: &'static str,
    max_score: i64,
) -> Control {
    Control { id, title, category, service, max_score, deprecated: true }
}

const ENTRA: &str = "AzureAD";
const IDENTITY: &str = "Identity";
const APPS: &str = "Apps";
const DATA: &str = "Data";
const DEVICE: &str = "Device";

/// Controls that every tenant is licensed for come first: the first rows are the likeliest to be scored.
pub(crate) const CONTROLS: &[Control] = &[
    control("AdminMFAV2", "Ensure multifactor authentication is enabled for all users in administrative roles", IDENTITY, ENTRA, 10),
    control("MFARegistrationV2", "Ensure multifactor authentication is enabled for all users", IDENTITY, ENTRA, 9),
    control("BlockLegacyAuthentication", "Enable Conditional Access policies to block legacy authentication", IDENTITY, ENTRA, 8),
    control("SigninRiskPolicy", "Enable Microsoft Entra ID Identity Protection sign-in risk policies", IDENTITY, ENTRA, 7),
    control("UserRiskPolicy", "Enable Microsoft Entra ID Identity Protection user risk policies", IDENTITY, ENTRA, 7),
    control("PWAgePolicyNew", "Ensure the 'Password expiration policy' is set to 'Set passwords to never expire'", IDENTITY, ENTRA, 8),
    control("SelfServicePasswordReset", "Ensure 'Self service password reset enabled' is set to 'All'", IDENTITY, ENTRA, 1),
    control("OneAdmin", "Designate more than one global admin", IDENTITY, ENTRA, 1),
    control("RoleOverlap", "Use least privileged administrative roles", IDENTITY, ENTRA, 1),
    control("IntegratedApps", "Ensure user consent to apps accessing company data on their behalf is not allowed", IDENTITY, ENTRA, 4),
    control("aad_admin_accounts_separate_unassigned_cloud_only", "Ensure administrative accounts are separate and cloud-only", IDENTITY, ENTRA, 3),
    control("aad_admin_consent_workflow", "Ensure the admin consent workflow is enabled", IDENTITY, ENTRA, 2),
    control("aad_custom_banned_passwords", "Ensure custom banned passwords lists are used", IDENTITY, ENTRA, 5),
    control("aad_limited_administrative_roles", "Ensure that between two and four global admins are designated", IDENTITY, ENTRA, 1),
    control("aad_linkedin_connection_disables", "Ensure 'LinkedIn account connections' is disabled", IDENTITY, ENTRA, 2),
    control("aad_managed_approved_public_groups", "Ensure that only organizationally managed or approved public groups exist", IDENTITY, ENTRA, 4),
    control("aad_password_protection", "Ensure password protection is enabled for on-premises Active Directory", IDENTITY, ENTRA, 5),
    control("aad_phishing_MFA_strength", "Ensure 'Phishing-resistant MFA strength' is required for administrators", IDENTITY, ENTRA, 5),
    control("aad_sign_in_freq_session_timeout", "Ensure sign-in frequency is enabled and browser sessions are not persistent for administrative users", IDENTITY, ENTRA, 4),
    control("aad_third_party_apps", "Ensure third-party integrated applications are not allowed", IDENTITY, ENTRA, 3),
    control("mdo_safelinksforemail", "Create Safe Links policies for email messages", APPS, "MDO", 9),
    control("mdo_safelinksforOfficeApps", "Ensure Safe Links for Office applications is enabled", APPS, "MDO", 9),
    control("mdo_safeattachments", "Ensure Safe Attachments policy is enabled", APPS, "MDO", 8),
    control("mdo_safeattachmentpolicy", "Turn on Safe Attachments in block mode", APPS, "MDO", 8),
    control("mdo_safedocuments", "Turn on Safe Documents for Office clients", APPS, "MDO", 8),
    control("mdo_atpprotection", "Turn on Microsoft Defender for Office 365 in SharePoint, OneDrive and Microsoft Teams", APPS, "MDO", 5),
    control("mdo_antiphishingpolicies", "Ensure that an anti-phishing policy has been created", APPS, "MDO", 5),
    control("mdo_enablemailboxintelligence", "Ensure that mailbox intelligence is enabled", APPS, "MDO", 8),
    control("mdo_mailboxintelligenceprotection", "Ensure that intelligence for impersonation protection is enabled", APPS, "MDO", 8),
    control("mdo_mailboxintelligenceprotectionaction", "Move messages that are detected as impersonated users by mailbox intelligence", APPS, "MDO", 6),
    control("mdo_enabledomainstoprotect", "Enable impersonated domain protection", APPS, "MDO", 8),
    control("mdo_enableusertoprotect", "Enable impersonated user protection", APPS, "MDO", 8),
    control("mdo_targeteddomainprotectionaction", "Quarantine messages that are detected from impersonated domains", APPS, "MDO", 6),
    control("mdo_targeteduserprotectionaction", "Quarantine messages that are detected from impersonated users", APPS, "MDO", 6),
    control("mdo_similardomainssafetytips", "Enable the domain impersonation safety tip", APPS, "MDO", 3),
    control("mdo_similaruserssafetytips", "Enable the user impersonation safety tip", APPS, "MDO", 3),
    control("mdo_unusualcharacterssafetytips", "Enable the user impersonation unusual characters safety tip", APPS, "MDO", 3),
    control("mdo_phishthresholdlevel", "Set the phishing email level threshold at 2 or higher", APPS, "MDO", 8),
    control("mdo_spam_notifications_only_for_admins", "Ensure Exchange Online spam policies are set to notify administrators", APPS, "MDO", 1),
    control("mdo_zapphish", "Ensure zero-hour auto purge is on for phishing messages", APPS, "MDO", 6),
    control("mdo_zapspam", "Ensure zero-hour auto purge is on for spam messages", APPS, "MDO", 6),
    control("mdo_zapmalware", "Ensure zero-hour auto purge is on for malware", APPS, "MDO", 6),
    control("mdo_bulkspamaction", "Set action to take on bulk spam detection", APPS, "MDO", 5),
    control("mdo_bulkthreshold", "Set the email bulk complaint level (BCL) threshold to be 6 or lower", APPS, "MDO", 6),
    control("mdo_highconfidencephishaction", "Set action to take on high confidence phishing detection", APPS, "MDO", 5),
    control("mdo_highconfidencespamaction", "Set action to take on high confidence spam detection", APPS, "MDO", 5),
    control("mdo_phisspamacation", "Set action to take on phishing detection", APPS, "MDO", 5),
    control("mdo_spamaction", "Set action to take on spam detection", APPS, "MDO", 5),
    control("mdo_quarantineretentionperiod", "Retain spam in quarantine for 30 days", APPS, "MDO", 5),
    control("mdo_thresholdreachedaction", "Block users who reached the message limit", APPS, "MDO", 5),
    control("mdo_recipientslimit", "Set maximum number of external recipients that a user can email per hour", APPS, "MDO", 5),
    control("mdo_blockmailforward", "Ensure all forms of mail forwarding are blocked or disabled", APPS, "MDO", 5),
    control("mdo_allowedsenderscombined", "Ensure that no sender domains are allowed for anti-spam policies", APPS, "MDO", 5),
    control("mdo_connectionfilter", "Don't add allowed IP addresses in the connection filter policy", APPS, "MDO", 5),
    control("mdo_commonattachmentsfilter", "Ensure the common attachment types filter is enabled", APPS, "MDO", 5),
    control("exo_individualsharing", "Ensure 'External sharing' of calendars is not available", APPS, "EXO", 2),
    control("exo_mailboxaudit", "Ensure mailbox auditing for all users is enabled", APPS, "EXO", 5),
    control("exo_mailtipsenabled", "Ensure MailTips are enabled for end users", APPS, "EXO", 1),
    control("exo_oauth2clientprofileenabled", "Ensure modern authentication for Exchange Online is enabled", APPS, "EXO", 3),
    control("exo_outlookaddins", "Ensure users installing Outlook add-ins is not allowed", APPS, "EXO", 3),
    control("exo_storageproviderrestricted", "Ensure additional storage providers are restricted in Outlook on the web", APPS, "EXO", 3),
    control("exo_transportrulesallowlistdomains", "Ensure mail transport rules do not whitelist specific domains", APPS, "EXO", 3),
    control("CustomerLockBoxEnabled", "Ensure the customer lockbox feature is enabled", DATA, "EXO", 1),
    control("mip_search_auditlog", "Ensure Microsoft 365 audit log search is enabled", APPS, "MIP", 4),
    control("mip_sensitivitylabelspolicies", "Publish Microsoft 365 sensitivity label data classification policies", DATA, "MIP", 2),
    control("mip_autosensitivitylabelspolicies", "Ensure that auto-labeling data classification policies are set up and used", DATA, "MIP", 3),
    control("mip_purviewlabelconsent", "Extend Microsoft 365 sensitivity labeling to assets in Microsoft Purview Data Map", DATA, "MIP", 2),
    control("dlp_datalossprevention", "Ensure DLP policies are enabled", DATA, "MIP", 5),
    control("spo_idle_session_timeout", "Sign out inactive users in SharePoint Online", APPS, "SPO", 1),
    control("spo_legacy_auth", "Ensure modern authentication for SharePoint applications is required", APPS, "SPO", 4),
    control("spo_external_sharing_managed", "Ensure SharePoint external sharing is managed through domain allow lists or deny lists", APPS, "SPO", 4),
    control("spo_guests_sharing", "Ensure that SharePoint guest users cannot share items they do not own", APPS, "SPO", 3),
    control("spo_block_onedrive_sync_unmanaged_devices", "Block OneDrive for Business sync from unmanaged devices", APPS, "SPO", 3),
    control("meeting_restrictanonymousjoin_v1", "Ensure anonymous users are not allowed to join meetings", APPS, "Microsoft Teams", 1),
    control("meeting_restrictanonymousstartmeeting_v1", "Ensure anonymous users and dial-in callers can't start a meeting", APPS, "Microsoft Teams", 1),
    control("meeting_autoadmitusers_v1", "Ensure only people in my organization can bypass the lobby", APPS, "Microsoft Teams", 2),
    control("meeting_autoadmitinvitedusers_v1", "Only invited users should be automatically admitted to Teams meetings", APPS, "Microsoft Teams", 1),
    control("meeting_pstnusersbypasslobby_v1", "Ensure users dialing in can't bypass the lobby", APPS, "Microsoft Teams", 1),
    control("meeting_designatedpresenter_v1", "Configure which users are allowed to present in Teams meetings", APPS, "Microsoft Teams", 1),
    control("meeting_externalrequestcontrol_v1", "Ensure external participants can't give or request control", APPS, "Microsoft Teams", 1),
    control("AATP_DefenderForIdentityIsNotInstalled", "Start your Defender for Identity deployment, installing sensors on domain controllers and other eligible servers", IDENTITY, "Azure ATP", 5),
    control("AATP_ClearText", "Stop clear text credentials exposure", IDENTITY, "Azure ATP", 5),
    control("AATP_WeakCipher", "Stop weak cipher usage", IDENTITY, "Azure ATP", 5),
    control("AATP_LegacyProtocols", "Stop legacy protocols communication", IDENTITY, "Azure ATP", 5),
    control("AATP_UnsecureKerberosDelegation", "Modify unsecure Kerberos delegations to prevent impersonation", IDENTITY, "Azure ATP", 5),
    control("AATP_LateralMovementPaths", "Reduce lateral movement path risk to sensitive entities", IDENTITY, "Azure ATP", 5),
    control("AATP_PrintSpooler", "Disable Print spooler service on domain controllers", IDENTITY, "Azure ATP", 5),
    control("AATP_DormantAccounts", "Remove dormant accounts from sensitive groups", IDENTITY, "Azure ATP", 5),
    control("AATP_UnsecureAccount", "Resolve unsecure account attributes", IDENTITY, "Azure ATP", 5),
    control("AATP_LAPS", "Protect and manage local admin passwords with Microsoft LAPS", IDENTITY, "Azure ATP", 5),
    control("scid_10", "Turn on Microsoft Defender Antivirus real-time protection", DEVICE, "MDATP", 9),
    control("scid_11", "Update Microsoft Defender Antivirus definitions", DEVICE, "MDATP", 9),
    control("scid_12", "Turn on real-time protection", DEVICE, "MDATP", 9),
    control("scid_90", "Enable Local Admin password management", DEVICE, "MDATP", 9),
    control("scid_91", "Enable Microsoft Defender Antivirus cloud-delivered protection", DEVICE, "MDATP", 9),
    control("scid_2010", "Turn on PUA protection in block mode", DEVICE, "MDATP", 9),
    control("scid_2021", "Set controlled folder access to enabled or audit mode", DEVICE, "MDATP", 9),
    control("scid_2030", "Encrypt all BitLocker-supported drives", DEVICE, "MDATP", 9),
    control("scid_2060", "Set Microsoft Defender SmartScreen app and file checking to block or warn", DEVICE, "MDATP", 9),
    control("scid_2070", "Turn on Microsoft Defender Firewall", DEVICE, "MDATP", 8),
    control("scid_2500", "Block executable content from email client and webmail", DEVICE, "MDATP", 9),
    control("scid_2501", "Block all Office applications from creating child processes", DEVICE, "MDATP", 9),
    control("scid_2504", "Block execution of potentially obfuscated scripts", DEVICE, "MDATP", 9),
    control("scid_2509", "Block credential stealing from the Windows local security authority subsystem (lsass.exe)", DEVICE, "MDATP", 9),
    control("scid_2511", "Block untrusted and unsigned processes that run from USB", DEVICE, "MDATP", 9),
    control("scid_2513", "Block persistence through WMI event subscription", DEVICE, "MDATP", 9),
    control("scid_3001", "Disable 'Always install with elevated privileges'", DEVICE, "MDATP", 8),
    control("scid_5001", "Fix Microsoft Defender for Endpoint sensor data collection", DEVICE, "MDATP", 7),
    control("McasFirewallLogUpload", "Deploy a log collector to discover shadow IT activity", APPS, "MCAS", 3),
    control("MDA_AppGovernance", "Turn on app governance in Microsoft Defender for Cloud Apps", APPS, "MCAS", 5),
    control("11161.MDA_SF_MFA", "Require multifactor authentication for Salesforce", APPS, "MDA_SF", 6),
    control("11161.MDA_SF_SessionTimeout", "Set the Salesforce session timeout to two hours or less", APPS, "MDA_SF", 3),
    control("11770.MDA_Google_2SV", "Enforce 2-step verification for all Google Workspace users", APPS, "MDA_Google", 6),
    control("11599.MDA_GitHub_2FA", "Require two-factor authentication for the GitHub organization", APPS, "MDA_GitHub", 6),
    control("14509.MDA_SNOW_Https", "Enforce secure session cookies in ServiceNow", APPS, "MDA_SNOW", 3),
    control("10980.MDA_Okta_MFA", "Enforce a multifactor enrollment policy in Okta", APPS, "MDA_Okta", 6),
    retired("PWAgePolicy", "Do not expire passwords (superseded)", IDENTITY, ENTRA, 8),
    retired("AdminMFA", "Require MFA for Azure AD privileged roles (superseded)", IDENTITY, ENTRA, 10),
    retired("McasExtension", "Use Cloud App Security to detect anomalous behavior (superseded)", APPS, "MCAS", 3),
    retired("LOBProtection", "Turn on mobile application management for line-of-business apps (superseded)", DATA, "Intune", 2),
];

/// Score entries that no profile belongs to any more.
pub(crate) const WITHOUT_PROFILE: &[Control] = &[
    control("mdo_dkim_v0", "Publish DKIM records for all Exchange Online domains", APPS, "MDO", 2),
    control("TLSDeprecation_v0", "Remove TLS 1.0/1.1 and 3DES dependencies", DATA, "EXO", 1),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn control_ids_are_unique_and_maxima_positive() {
        let ids: BTreeSet<_> = CONTROLS.iter().chain(WITHOUT_PROFILE).map(|control| control.id).collect();
        assert_eq!(ids.len(), CONTROLS.len() + WITHOUT_PROFILE.len());
        assert!(CONTROLS.len() > 110);
        assert!(CONTROLS.iter().all(|control| control.max_score > 0));
    }
}
