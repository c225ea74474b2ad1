//! The collections of reports, and what each takes.

use std::time::Duration;

use http::Method;
use tenantscope_core::{Error, ErrorKind, Operation, RateLimit, Result};

use super::{
    ConditionalAccessStatus, DirectoryAudit, RiskDetection, RiskState, RiskyUser, RiskyUserHistoryItem,
    ServiceHealth, ServiceHealthIssue, ServiceUpdateMessage, SignIn, UserRegistrationDetails,
};
use crate::{
    GraphClient, Id, RiskLevel,
    query::{Collection, Instant, Number, Text, Truth},
};

/// What the service takes of one app and one tenant for sign-ins, audits and registration: 5 requests in 10 seconds.
pub const REPORTS_LIMIT: RateLimit =
    RateLimit::new("graph identity reports").requests(5, Duration::from_secs(10));

/// What the service takes for risk in one tenant, from all apps together: 1 request a second.
pub const IDENTITY_PROTECTION_LIMIT: RateLimit =
    RateLimit::new("graph identity protection").requests(1, Duration::from_secs(1));

/// What the service takes for service health and messages: 240 requests a minute.
pub const SERVICE_COMMUNICATIONS_LIMIT: RateLimit =
    RateLimit::new("graph service communications").requests(240, Duration::from_secs(60));

resource! {
    /// Interactive sign-ins, newest first. They appear with delay and are kept for about a month: poll with overlap and
    /// drop what you have by id. Needs Entra ID P1 in the tenant. There is no `skip`.
    ///
    /// * Permission: `AuditLog.Read.All`
    /// * Limit: 5 requests in 10 seconds, shared with the other reports
    /// * Source: "List signIns", <https://learn.microsoft.com/graph/api/signin-list>
    pub struct SignIns of SignIn;
    path ["auditLogs", "signIns"];
    list "list sign-ins" needs ["AuditLog.Read.All"], limit REPORTS_LIMIT;
    get "get sign-in";
    top 1000;
    takes [Filterable, Order];
    fields {
        /// When it was.
        CREATED_DATE_TIME: Instant = "createdDateTime" [ordered];
        /// The id.
        ID: Text = "id" [eq_only];
        /// What ties together the sign-ins of one piece of work.
        CORRELATION_ID: Text = "correlationId" [eq_only];
        /// The user.
        USER_ID: Text = "userId" [eq_only];
        /// The app.
        APP_ID: Text = "appId" [eq_only];
        /// What was signed in to.
        RESOURCE_ID: Text = "resourceId" [eq_only];
        /// The kind of client.
        CLIENT_APP_USED: Text = "clientAppUsed" [eq_only];
        /// What Conditional Access said.
        CONDITIONAL_ACCESS_STATUS: ConditionalAccessStatus = "conditionalAccessStatus" [eq_only];
        /// How high the risk is.
        RISK_LEVEL_AGGREGATED: RiskLevel = "riskLevelAggregated" [eq_only];
        /// Where the risk stands.
        RISK_STATE: RiskState = "riskState" [eq_only];
        /// 0 for a success, or the AADSTS number.
        ERROR_CODE: Number = "status/errorCode" [eq_only];
        /// The name that the user signed in with.
        USER_PRINCIPAL_NAME: Text = "userPrincipalName" [starting];
        /// The user's name that people see.
        USER_DISPLAY_NAME: Text = "userDisplayName" [starting];
        /// The app's name.
        APP_DISPLAY_NAME: Text = "appDisplayName" [starting];
        /// The address.
        IP_ADDRESS: Text = "ipAddress" [starting];
        /// The country.
        COUNTRY_OR_REGION: Text = "location/countryOrRegion" [starting];
    }
}

resource! {
    /// Changes to the directory, newest first. They appear with delay: poll with overlap and drop what you have by id.
    ///
    /// * Permission: `AuditLog.Read.All` (or `Directory.Read.All`)
    /// * Limit: 5 requests in 10 seconds, shared with the other reports
    /// * Source: "List directoryAudits", <https://learn.microsoft.com/graph/api/directoryaudit-list>
    pub struct DirectoryAudits of DirectoryAudit;
    path ["auditLogs", "directoryAudits"];
    list "list directory audits" needs ["AuditLog.Read.All", "Directory.Read.All"], limit REPORTS_LIMIT;
    get "get directory audit";
    top 1000;
    takes [Filterable, Order];
    fields {
        /// When it happened.
        ACTIVITY_DATE_TIME: Instant = "activityDateTime" [ordered];
        /// What was done.
        ACTIVITY_DISPLAY_NAME: Text = "activityDisplayName" [starting];
        /// The service that logged it.
        LOGGED_BY_SERVICE: Text = "loggedByService" [eq_only];
        /// What ties together the records of one piece of work.
        CORRELATION_ID: Text = "correlationId" [eq_only];
        /// The id.
        ID: Text = "id" [eq_only];
        /// The user who did it.
        INITIATED_BY_USER_ID: Text = "initiatedBy/user/id" [eq_only];
        /// The name that this user signs in with.
        INITIATED_BY_USER_PRINCIPAL_NAME: Text = "initiatedBy/user/userPrincipalName" [starting];
        /// The app that did it.
        INITIATED_BY_APP_ID: Text = "initiatedBy/app/appId" [eq_only];
    }
}

resource! {
    /// The ways to sign in that each user has registered. Needs Entra ID P1 in the tenant.
    ///
    /// * Permission: `AuditLog.Read.All`
    /// * Source: "List userRegistrationDetails", <https://learn.microsoft.com/graph/api/authenticationmethodsroot-list-userregistrationdetails>
    pub struct Registrations of UserRegistrationDetails;
    path ["reports", "authenticationMethods", "userRegistrationDetails"];
    list "list registration details" needs ["AuditLog.Read.All"], limit REPORTS_LIMIT;
    get "get registration details";
    top 999;
    takes [Filterable, Order];
    fields {
        /// Whether the user can do multi-factor authentication.
        IS_MFA_REGISTERED: Truth = "isMfaRegistered" [eq_only];
        /// Whether the user has a method that the tenant allows.
        IS_MFA_CAPABLE: Truth = "isMfaCapable" [eq_only];
        /// Whether the user is an administrator.
        IS_ADMIN: Truth = "isAdmin" [eq_only];
        /// The user's name that people see.
        USER_DISPLAY_NAME: Text = "userDisplayName" [starting];
        /// The name that the user signs in with.
        USER_PRINCIPAL_NAME: Text = "userPrincipalName" [starting];
        /// The methods; a list.
        METHODS_REGISTERED: Text = "methodsRegistered";
    }
}

resource! {
    /// Users whom the service thinks are at risk. Entra ID P1 shows some of it, P2 all.
    ///
    /// * Permission: `IdentityRiskyUser.Read.All` (or `IdentityRiskyUser.ReadWrite.All`)
    /// * Limit: 1 request a second in a tenant, for all apps together
    /// * Source: "List riskyUsers", <https://learn.microsoft.com/graph/api/riskyuser-list>
    pub struct RiskyUsers of RiskyUser;
    path ["identityProtection", "riskyUsers"];
    list "list risky users" needs ["IdentityRiskyUser.Read.All", "IdentityRiskyUser.ReadWrite.All"], limit IDENTITY_PROTECTION_LIMIT;
    get "get risky user";
    top 500;
    takes [Filterable, Select];
    except ["history"];
    fields {
        /// How high the risk is.
        RISK_LEVEL: RiskLevel = "riskLevel";
        /// Where it stands.
        RISK_STATE: RiskState = "riskState";
        /// When it changed last.
        RISK_LAST_UPDATED_DATE_TIME: Instant = "riskLastUpdatedDateTime";
        /// The name that the user signs in with.
        USER_PRINCIPAL_NAME: Text = "userPrincipalName";
    }
}

resource! {
    /// How the risk of a user has changed.
    ///
    /// * Permission: `IdentityRiskyUser.Read.All` (or `IdentityRiskyUser.ReadWrite.All`)
    /// * Source: "List history", <https://learn.microsoft.com/graph/api/riskyuser-list-history>
    pub struct RiskHistory of RiskyUserHistoryItem;
    path [];
    list "list risk history" needs ["IdentityRiskyUser.Read.All", "IdentityRiskyUser.ReadWrite.All"], limit IDENTITY_PROTECTION_LIMIT;
    takes [];
}

resource! {
    /// Why the service thinks that users are at risk. A page has 20 unless more are asked for.
    ///
    /// * Permission: `IdentityRiskEvent.Read.All`
    /// * Limit: shared with [`RiskyUsers`]
    /// * Source: "List riskDetections", <https://learn.microsoft.com/graph/api/riskdetection-list>
    pub struct RiskDetections of RiskDetection;
    path ["identityProtection", "riskDetections"];
    list "list risk detections" needs ["IdentityRiskEvent.Read.All"], limit IDENTITY_PROTECTION_LIMIT;
    get "get risk detection";
    top 500;
    takes [Filterable, Select];
    fields {
        /// When it was detected.
        DETECTED_DATE_TIME: Instant = "detectedDateTime";
        /// When it changed last.
        LAST_UPDATED_DATE_TIME: Instant = "lastUpdatedDateTime";
        /// How high the risk is.
        RISK_LEVEL: RiskLevel = "riskLevel";
        /// Where it stands.
        RISK_STATE: RiskState = "riskState";
        /// What was seen.
        RISK_EVENT_TYPE: Text = "riskEventType";
        /// The user.
        USER_ID: Text = "userId";
    }
}

resource! {
    /// How each service of Microsoft 365 is. `expand("issues")` brings along what is wrong.
    ///
    /// * Permission: `ServiceHealth.Read.All`
    /// * Source: "List healthOverviews", <https://learn.microsoft.com/graph/api/serviceannouncement-list-healthoverviews>
    pub struct HealthOverviews of ServiceHealth;
    path ["admin", "serviceAnnouncement", "healthOverviews"];
    list "list service health" needs ["ServiceHealth.Read.All"], limit SERVICE_COMMUNICATIONS_LIMIT;
    get "get service health";
    takes [Expand];
}

resource! {
    /// What is or was wrong with services of Microsoft 365.
    ///
    /// * Permission: `ServiceHealth.Read.All`
    /// * Source: "List issues", <https://learn.microsoft.com/graph/api/serviceannouncement-list-issues>
    pub struct ServiceIssues of ServiceHealthIssue;
    path ["admin", "serviceAnnouncement", "issues"];
    list "list service issues" needs ["ServiceHealth.Read.All"], limit SERVICE_COMMUNICATIONS_LIMIT;
    get "get service issue";
    top 1000;
    takes [Skip, Filterable, Select, Order, Count];
    fields {
        /// Whether it is over.
        IS_RESOLVED: Truth = "isResolved";
        /// The service.
        SERVICE: Text = "service";
        /// When it was changed last.
        LAST_MODIFIED_DATE_TIME: Instant = "lastModifiedDateTime";
    }
}

resource! {
    /// The messages of the message center.
    ///
    /// * Permission: `ServiceMessage.Read.All`
    /// * Source: "List messages", <https://learn.microsoft.com/graph/api/serviceannouncement-list-messages>
    pub struct ServiceMessages of ServiceUpdateMessage;
    path ["admin", "serviceAnnouncement", "messages"];
    list "list service messages" needs ["ServiceMessage.Read.All"], limit SERVICE_COMMUNICATIONS_LIMIT;
    get "get service message";
    top 1000;
    takes [Skip, Filterable, Select, Order, Count];
    fields {
        /// When it was changed last.
        LAST_MODIFIED_DATE_TIME: Instant = "lastModifiedDateTime";
    }
}

impl GraphClient {
    /// Interactive sign-ins.
    pub fn sign_ins(&self) -> Collection<SignIns> {
        self.collection()
    }

    /// Changes to the directory.
    pub fn directory_audits(&self) -> Collection<DirectoryAudits> {
        self.collection()
    }

    /// The ways to sign in that each user has registered.
    pub fn registration_details(&self) -> Collection<Registrations> {
        self.collection()
    }

    /// Users whom the service thinks are at risk.
    pub fn risky_users(&self) -> Collection<RiskyUsers> {
        self.collection()
    }

    /// Why the service thinks that users are at risk.
    pub fn risk_detections(&self) -> Collection<RiskDetections> {
        self.collection()
    }

    /// How each service of Microsoft 365 is.
    pub fn service_health(&self) -> Collection<HealthOverviews> {
        self.collection()
    }

    /// What is or was wrong with services.
    pub fn service_issues(&self) -> Collection<ServiceIssues> {
        self.collection()
    }

    /// The messages of the message center.
    pub fn service_messages(&self) -> Collection<ServiceMessages> {
        self.collection()
    }
}

static DISMISS: Operation = Operation::new("dismiss user risk")
    .permissions(&["IdentityRiskyUser.ReadWrite.All"])
    .limit(IDENTITY_PROTECTION_LIMIT);
static CONFIRM_COMPROMISED: Operation = Operation::new("confirm users compromised")
    .permissions(&["IdentityRiskyUser.ReadWrite.All"])
    .limit(IDENTITY_PROTECTION_LIMIT);
static CONFIRM_SAFE: Operation = Operation::new("confirm users safe")
    .permissions(&["IdentityRiskyUser.ReadWrite.All"])
    .limit(IDENTITY_PROTECTION_LIMIT);

impl Collection<RiskyUsers> {
    /// How the risk of a user has changed.
    pub fn history(&self, id: impl Into<Id<RiskyUser>>) -> Collection<RiskHistory> {
        self.related(id, "history")
    }

    /// Says that these users, at most 60, aren't at risk after all. Needs `IdentityRiskyUser.ReadWrite.All`.
    ///
    /// # Errors
    ///
    /// [`PermissionDenied`](tenantscope_core::ErrorKind::PermissionDenied) without that permission.
    pub async fn dismiss(&self, ids: &[Id<RiskyUser>]) -> Result<()> {
        self.judge(&DISMISS, "dismiss", ids).await
    }

    /// Says that these users, at most 60, are compromised. Needs `IdentityRiskyUser.ReadWrite.All`.
    ///
    /// # Errors
    ///
    /// As [`dismiss`](Self::dismiss).
    pub async fn confirm_compromised(&self, ids: &[Id<RiskyUser>]) -> Result<()> {
        self.judge(&CONFIRM_COMPROMISED, "confirmCompromised", ids).await
    }

    /// Says that these users, at most 60, are safe. Needs `IdentityRiskyUser.ReadWrite.All`.
    ///
    /// # Errors
    ///
    /// As [`dismiss`](Self::dismiss).
    pub async fn confirm_safe(&self, ids: &[Id<RiskyUser>]) -> Result<()> {
        self.judge(&CONFIRM_SAFE, "confirmSafe", ids).await
    }

    async fn judge(&self, operation: &'static Operation, action: &str, ids: &[Id<RiskyUser>]) -> Result<()> {
        if !(1..=60).contains(&ids.len()) {
            return Err(Error::builder(ErrorKind::InvalidInput)
                .operation(operation.name())
                .detail(format!("the service takes from 1 to 60 users at once, and not {}", ids.len()))
                .build());
        }
        let body = serde_json::json!({ "userIds": ids });
        let request = self.client().request(operation, Method::POST, &self.path(&[action]))?.json(&body)?;
        self.client().service().send(request).await?;
        Ok(())
    }
}
