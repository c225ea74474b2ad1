//! The collections of policies, and what each takes.

use std::time::Duration;

use tenantscope_core::RateLimit;

use super::{
    AuthenticationMethodsPolicy, AuthenticationStrengthPolicy, AuthorizationPolicy, ConditionalAccessPolicy,
    ConditionalAccessPolicyState, IdentitySecurityDefaultsEnforcementPolicy, NamedLocation,
    RoleManagementPolicy, RoleManagementPolicyAssignment, RoleManagementPolicyRule,
};
use crate::{
    GraphClient, Id,
    query::{Collection, Get, Instant, Query, Text},
};

/// What the service takes for Conditional Access in one tenant, from all apps together: 1 request a second.
pub const CONDITIONAL_ACCESS_LIMIT: RateLimit =
    RateLimit::new("graph identity protection").requests(1, Duration::from_secs(1));

resource! {
    /// The Conditional Access policies of the tenant.
    ///
    /// * Permission: `Policy.Read.All`
    /// * Limit: 1 request a second in a tenant, for all apps together
    /// * Source: "List policies", <https://learn.microsoft.com/graph/api/conditionalaccessroot-list-policies>
    pub struct ConditionalAccessPolicies of ConditionalAccessPolicy;
    path ["identity", "conditionalAccess", "policies"];
    list "list conditional access policies" needs ["Policy.Read.All"], limit CONDITIONAL_ACCESS_LIMIT;
    get "get conditional access policy";
    top 999;
    takes [Skip, Filterable, Select, Order, Count];
    except ["analysisReasons", "policyApplies"];
    fields {
        /// The name that people see.
        DISPLAY_NAME: Text = "displayName";
        /// Whether it is on.
        STATE: ConditionalAccessPolicyState = "state";
        /// When it was made.
        CREATED_DATE_TIME: Instant = "createdDateTime";
        /// When it was changed last.
        MODIFIED_DATE_TIME: Instant = "modifiedDateTime";
    }
}

resource! {
    /// The places that policies can name.
    ///
    /// * Permission: `Policy.Read.All`
    /// * Limit: shared with [`ConditionalAccessPolicies`]
    /// * Source: "List namedLocations", <https://learn.microsoft.com/graph/api/conditionalaccessroot-list-namedlocations>
    pub struct NamedLocations of NamedLocation;
    path ["identity", "conditionalAccess", "namedLocations"];
    list "list named locations" needs ["Policy.Read.All"], limit CONDITIONAL_ACCESS_LIMIT;
    get "get named location";
    top 999;
    takes [Skip, Filterable, Select, Order, Count];
    fields {
        /// The name that people see.
        DISPLAY_NAME: Text = "displayName";
        /// When it was made.
        CREATED_DATE_TIME: Instant = "createdDateTime";
    }
}

resource! {
    /// The sets of ways to sign in that are strong enough for something.
    ///
    /// * Permission: `Policy.Read.AuthenticationMethod` (or `Policy.Read.All`)
    /// * Source: "List authenticationStrengthPolicies", <https://learn.microsoft.com/graph/api/authenticationstrengthroot-list-policies>
    pub struct AuthenticationStrengths of AuthenticationStrengthPolicy;
    path ["policies", "authenticationStrengthPolicies"];
    list "list authentication strengths" needs ["Policy.Read.AuthenticationMethod", "Policy.Read.All"];
    get "get authentication strength";
    takes [Filterable, Select, Expand];
    except ["combinationConfigurations"];
    fields {
        /// Whether Microsoft or the tenant made it.
        POLICY_TYPE: Text = "policyType" [eq_only];
    }
}

resource! {
    /// The rules of roles in Privileged Identity Management. Take them from
    /// [`of_directory_roles`](crate::query::Query::of_directory_roles): without its filter the service refuses the list.
    ///
    /// * Permission: `RoleManagement.Read.Directory` (or `RoleManagement.Read.All`)
    /// * Source: "List roleManagementPolicies", <https://learn.microsoft.com/graph/api/policyroot-list-rolemanagementpolicies>
    pub struct RoleManagementPolicies of RoleManagementPolicy;
    path ["policies", "roleManagementPolicies"];
    list "list role management policies" needs ["RoleManagement.Read.Directory", "RoleManagement.Read.All"];
    get "get role management policy";
    takes [Filterable, Select, Expand];
    except ["effectiveRules", "rules"];
    fields {
        /// Where the policy holds.
        SCOPE_ID: Text = "scopeId" [eq_only];
        /// What kind of place that is.
        SCOPE_TYPE: Text = "scopeType" [eq_only];
    }
}

resource! {
    /// Which role a policy is for. As [`RoleManagementPolicies`], they need a filter.
    ///
    /// * Permission: `RoleManagement.Read.All` (or `RoleManagement.Read.Directory`)
    /// * Source: "List roleManagementPolicyAssignments", <https://learn.microsoft.com/graph/api/policyroot-list-rolemanagementpolicyassignments>
    pub struct RoleManagementPolicyAssignments of RoleManagementPolicyAssignment;
    path ["policies", "roleManagementPolicyAssignments"];
    list "list role management policy assignments" needs ["RoleManagement.Read.All", "RoleManagement.Read.Directory"];
    get "get role management policy assignment";
    takes [Filterable, Select, Expand];
    except ["policy"];
    fields {
        /// Where the policy holds.
        SCOPE_ID: Text = "scopeId" [eq_only];
        /// What kind of place that is.
        SCOPE_TYPE: Text = "scopeType" [eq_only];
        /// The role.
        ROLE_DEFINITION_ID: Text = "roleDefinitionId" [eq_only];
    }
}

resource! {
    /// The rules of one policy.
    ///
    /// * Permission: `RoleManagement.Read.Directory` (or `RoleManagement.Read.All`)
    /// * Source: "List rules", <https://learn.microsoft.com/graph/api/unifiedrolemanagementpolicy-list-rules>
    pub struct RoleManagementPolicyRules of RoleManagementPolicyRule;
    path [];
    list "list role management policy rules" needs ["RoleManagement.Read.Directory", "RoleManagement.Read.All"];
    takes [];
}

resource! {
    /// Which ways of signing in the tenant allows: a single object.
    ///
    /// * Permission: `Policy.Read.AuthenticationMethod` (or `Policy.Read.All`)
    /// * Source: "Get authenticationMethodsPolicy", <https://learn.microsoft.com/graph/api/authenticationmethodspolicy-get>
    pub struct AuthenticationMethods of AuthenticationMethodsPolicy;
    path ["policies", "authenticationMethodsPolicy"];
    list "get authentication methods policy" needs ["Policy.Read.AuthenticationMethod", "Policy.Read.All"];
    takes [Select];
    except ["authenticationMethodConfigurations"];
}

resource! {
    /// What users and guests of the tenant may do: a single object.
    ///
    /// * Permission: `Policy.Read.All`
    /// * Source: "Get authorizationPolicy", <https://learn.microsoft.com/graph/api/authorizationpolicy-get>
    pub struct Authorization of AuthorizationPolicy;
    path ["policies", "authorizationPolicy"];
    list "get authorization policy" needs ["Policy.Read.All"];
    takes [Select];
}

resource! {
    /// Whether security defaults are on: a single object.
    ///
    /// * Permission: `Policy.Read.All`
    /// * Source: "Get identitySecurityDefaultsEnforcementPolicy", <https://learn.microsoft.com/graph/api/identitysecuritydefaultsenforcementpolicy-get>
    pub struct SecurityDefaults of IdentitySecurityDefaultsEnforcementPolicy;
    path ["policies", "identitySecurityDefaultsEnforcementPolicy"];
    list "get security defaults" needs ["Policy.Read.All"];
    takes [Select];
}

impl GraphClient {
    /// The Conditional Access policies of the tenant.
    pub fn conditional_access_policies(&self) -> Collection<ConditionalAccessPolicies> {
        self.collection()
    }

    /// The places that policies can name.
    pub fn named_locations(&self) -> Collection<NamedLocations> {
        self.collection()
    }

    /// The sets of ways to sign in that are strong enough.
    pub fn authentication_strengths(&self) -> Collection<AuthenticationStrengths> {
        self.collection()
    }

    /// The rules of roles in Privileged Identity Management.
    pub fn role_management_policies(&self) -> Collection<RoleManagementPolicies> {
        self.collection()
    }

    /// Which role a policy is for.
    pub fn role_management_policy_assignments(&self) -> Collection<RoleManagementPolicyAssignments> {
        self.collection()
    }
}

impl GraphClient {
    /// Which ways of signing in the tenant allows. Await what this returns.
    pub fn authentication_methods_policy(&self) -> Get<AuthenticationMethods> {
        Get::single(self)
    }

    /// What users and guests of the tenant may do. Await what this returns.
    pub fn authorization_policy(&self) -> Get<Authorization> {
        Get::single(self)
    }

    /// Whether security defaults are on. Await what this returns.
    pub fn security_defaults(&self) -> Get<SecurityDefaults> {
        Get::single(self)
    }
}

impl Query<RoleManagementPolicies> {
    /// Only the policies of directory roles, for the whole tenant.
    pub fn of_directory_roles(self) -> Self {
        self.filter(
            RoleManagementPolicies::SCOPE_ID.eq("/") & RoleManagementPolicies::SCOPE_TYPE.eq("DirectoryRole"),
        )
    }
}

impl Query<RoleManagementPolicyAssignments> {
    /// Only the assignments of directory roles, for the whole tenant.
    pub fn of_directory_roles(self) -> Self {
        self.filter(
            RoleManagementPolicyAssignments::SCOPE_ID.eq("/")
                & RoleManagementPolicyAssignments::SCOPE_TYPE.eq("DirectoryRole"),
        )
    }
}

impl Collection<RoleManagementPolicies> {
    /// The rules of a policy.
    pub fn rules(&self, id: impl Into<Id<RoleManagementPolicy>>) -> Collection<RoleManagementPolicyRules> {
        self.related(id, "rules")
    }

    /// The rules that hold in effect.
    pub fn effective_rules(
        &self,
        id: impl Into<Id<RoleManagementPolicy>>,
    ) -> Collection<RoleManagementPolicyRules> {
        self.related(id, "effectiveRules")
    }
}
