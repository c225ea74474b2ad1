//! The rules of such a policy.

use crate::{Id, List};

models! {
    /// What every [`RoleManagementPolicyRule`] has.
    pub struct RoleManagementPolicyRuleBase: "unifiedRoleManagementPolicyRule" {
        /// Its id.
        pub id: Id<RoleManagementPolicyRule>,
        /// The target.
        pub target: Option<RoleManagementPolicyRuleTarget>,
    }

    /// A unified role management policy approval rule.
    pub struct ApprovalRule: "unifiedRoleManagementPolicyApprovalRule" {
        /// Its id.
        pub id: Id<ApprovalRule>,
        /// The target.
        pub target: Option<RoleManagementPolicyRuleTarget>,
        /// The setting.
        pub setting: Option<ApprovalSettings>,
    }

    /// A unified role management policy authentication context rule.
    pub struct AuthenticationContextRule: "unifiedRoleManagementPolicyAuthenticationContextRule" {
        /// Its id.
        pub id: Id<AuthenticationContextRule>,
        /// The target.
        pub target: Option<RoleManagementPolicyRuleTarget>,
        /// The claim value.
        pub claim_value: Option<String>,
        /// Whether it is on.
        pub is_enabled: Option<bool>,
    }

    /// A unified role management policy enablement rule.
    pub struct EnablementRule: "unifiedRoleManagementPolicyEnablementRule" {
        /// Its id.
        pub id: Id<EnablementRule>,
        /// The target.
        pub target: Option<RoleManagementPolicyRuleTarget>,
        /// Its enabled rules.
        pub enabled_rules: List<String>,
    }

    /// A unified role management policy expiration rule.
    pub struct ExpirationRule: "unifiedRoleManagementPolicyExpirationRule" {
        /// Its id.
        pub id: Id<ExpirationRule>,
        /// The target.
        pub target: Option<RoleManagementPolicyRuleTarget>,
        /// Whether it is expiration required.
        pub is_expiration_required: Option<bool>,
        /// The maximum duration.
        pub maximum_duration: Option<String>,
    }

    /// A unified role management policy notification rule.
    pub struct NotificationRule: "unifiedRoleManagementPolicyNotificationRule" {
        /// Its id.
        pub id: Id<NotificationRule>,
        /// The target.
        pub target: Option<RoleManagementPolicyRuleTarget>,
        /// Whether it is default recipients enabled.
        pub is_default_recipients_enabled: Option<bool>,
        /// The notification level.
        pub notification_level: Option<String>,
        /// Its notification recipients.
        pub notification_recipients: List<String>,
        /// The notification type.
        pub notification_type: Option<String>,
        /// The recipient type.
        pub recipient_type: Option<String>,
    }

    /// What `target` of a `ApprovalRule` holds.
    pub struct RoleManagementPolicyRuleTarget: "unifiedRoleManagementPolicyRuleTarget" {
        /// The caller.
        pub caller: Option<String>,
        /// Its enforced settings.
        pub enforced_settings: List<String>,
        /// Its inheritable settings.
        pub inheritable_settings: List<String>,
        /// The level.
        pub level: Option<String>,
        /// Its operations.
        pub operations: List<RoleManagementPolicyRuleOperation>,
    }

    /// What `setting` of a `ApprovalRule` holds.
    pub struct ApprovalSettings: "approvalSettings" {
        /// The approval mode.
        pub approval_mode: Option<String>,
        /// Its approval stages.
        pub approval_stages: List<ApprovalStage>,
        /// Whether it is approval required.
        pub is_approval_required: Option<bool>,
        /// Whether it is approval required for extension.
        pub is_approval_required_for_extension: Option<bool>,
        /// Whether it is requestor justification required.
        pub is_requestor_justification_required: Option<bool>,
    }

    /// What `approval_stages` of a `ApprovalSettings` holds.
    pub struct ApprovalStage: "unifiedApprovalStage" {
        /// The approval stage time out in days.
        pub approval_stage_time_out_in_days: Option<i64>,
        /// Its escalation approvers.
        pub escalation_approvers: List<SubjectSet>,
        /// The escalation time in minutes.
        pub escalation_time_in_minutes: Option<i64>,
        /// Whether it is approver justification required.
        pub is_approver_justification_required: Option<bool>,
        /// Whether it is escalation enabled.
        pub is_escalation_enabled: Option<bool>,
        /// Its primary approvers.
        pub primary_approvers: List<SubjectSet>,
    }

    /// Who is meant: users, group members, managers, sponsors. `odata_type` says which.
    pub struct SubjectSet: "subjectSet" | "attributeRuleMembers" | "connectedOrganizationMembers" | "externalSponsors" | "groupMembers" | "identityGovernance.groupBasedSubjectSet" | "identityGovernance.ruleBasedSubjectSet" | "internalSponsors" | "requestorManager" | "singleServicePrincipal" | "singleUser" | "targetAgentIdentitySponsorsOrOwners" | "targetApplicationOwners" | "targetManager" | "targetUserSponsors" {
        /// Which kind it is.
        #[serde(rename = "@odata.type")]
        pub odata_type: Option<String>,
        /// What it is, in words.
        pub description: Option<String>,
        /// The rule that decides who is a member.
        pub membership_rule: Option<String>,
        /// The id of its connected organization.
        pub connected_organization_id: Option<String>,
        /// The id of its group.
        pub group_id: Option<String>,
        /// The rule.
        pub rule: Option<String>,
        /// The manager level.
        pub manager_level: Option<i64>,
        /// The service principal's id.
        pub service_principal_id: Option<String>,
        /// The user's id.
        pub user_id: Option<String>,
    }
}

enums! {
    /// What `operations` of a `RoleManagementPolicyRuleTarget` says.
    pub enum RoleManagementPolicyRuleOperation: "unifiedRoleManagementPolicyRuleTargetOperations" {
        All = "all",
        Activate = "activate",
        Deactivate = "deactivate",
        Assign = "assign",
        Update = "update",
        Remove = "remove",
        Extend = "extend",
        Renew = "renew",
    }
}

kinds! {
    /// One rule of a role's policy.
    pub enum RoleManagementPolicyRule: "unifiedRoleManagementPolicyRule" of RoleManagementPolicyRuleBase {
        Approval(ApprovalRule) = "#microsoft.graph.unifiedRoleManagementPolicyApprovalRule",
        AuthenticationContext(AuthenticationContextRule) = "#microsoft.graph.unifiedRoleManagementPolicyAuthenticationContextRule",
        Enablement(EnablementRule) = "#microsoft.graph.unifiedRoleManagementPolicyEnablementRule",
        Expiration(ExpirationRule) = "#microsoft.graph.unifiedRoleManagementPolicyExpirationRule",
        Notification(NotificationRule) = "#microsoft.graph.unifiedRoleManagementPolicyNotificationRule",
    }
}
