//! OpenID configuration, signing keys, and instance discovery.

use serde_json::{Value, json};

use super::{
    error::Aadsts,
    token::{Version, find_tenant},
};
use crate::{
    http::{Call, Reply},
    service::{self, National, Service},
    tenant::TenantState,
    world::World,
};

const A_DAY: &str = "max-age=86400, private";

/// `/{tenant}/v2.0/.well-known/openid-configuration` and its elder without `v2.0`.
pub(crate) fn openid(world: &World, call: &Call, segment: &str, version: Version) -> Reply {
    let tenant = match segment.to_ascii_lowercase().as_str() {
        // The documents of no tenant in particular leave a template where the tenant's id would be.
        "common" | "organizations" | "consumers" => None,
        _ => match find_tenant(world, segment) {
            Ok(tenant) => Some(tenant),
            Err(refusal) => return refusal.reply(call).header("access-control-allow-origin", "*"),
        },
    };
    let id = tenant.map(|tenant| tenant.id.as_str());
    let path = id.unwrap_or(segment);
    let root = format!("{}/{path}", call.base);
    let (middle, keys) = match version {
        Version::V1 => ("oauth2", "discovery/keys"),
        Version::V2 => ("oauth2/v2.0", "discovery/v2.0/keys"),
    };
    let issuer = match version {
        Version::V1 => format!("https://sts.windows.net/{}/", id.unwrap_or("{tenantid}")),
        Version::V2 => format!("{}/{}/v2.0", call.base, id.unwrap_or("{tenantid}")),
    };
    let mut body = json!({
        "token_endpoint": format!("{root}/{middle}/token"),
        "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt", "client_secret_basic"],
        "jwks_uri": format!("{root}/{keys}"),
        "response_modes_supported": ["query", "fragment", "form_post"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "response_types_supported": ["code", "id_token", "code id_token", "id_token token"],
        "scopes_supported": ["openid", "profile", "email", "offline_access"],
        "issuer": issuer,
        "request_uri_parameter_supported": false,
        "userinfo_endpoint": "https://graph.microsoft.com/oidc/userinfo",
        "authorization_endpoint": format!("{root}/{middle}/authorize"),
        "device_authorization_endpoint": format!("{root}/{middle}/devicecode"),
        "http_logout_supported": true,
        "frontchannel_logout_supported": true,
        "end_session_endpoint": format!("{root}/{middle}/logout"),
        "claims_supported": ["sub", "iss", "aud", "exp", "iat", "auth_time", "acr", "nonce", "tid", "ver"],
        "kerberos_endpoint": format!("{root}/kerberos"),
        "tenant_region_scope": tenant.map(TenantState::region_scope),
        "cloud_instance_name": cloud_instance(call),
        "cloud_graph_host_name": "graph.windows.net",
        "msgraph_host": msgraph_host(world, call),
        "rbac_url": "https://pas.windows.net",
    });
    if let Some(region) = tenant.and_then(|tenant| tenant.switches().region.sub_scope()) {
        body["tenant_region_sub_scope"] = json!(region);
    }
    Reply::json(200, &body).header("cache-control", A_DAY).header("access-control-allow-origin", "*")
}

pub(crate) fn keys(world: &World) -> Reply {
    Reply::json(200, &json!({"keys": [world.signer.jwk()]})).header("cache-control", A_DAY)
}

/// `/common/discovery/instance`: whether an authority is one of the clouds', and under which other
/// names it goes.
pub(crate) fn instance(call: &Call) -> Reply {
    let authority = call.parameter("authorization_endpoint").and_then(|text| url::Url::parse(text).ok());
    let Some(authority) = authority else {
        return Aadsts::missing("authorization_endpoint").reply(call);
    };
    let host = authority.host_str().unwrap_or_default();
    let known = service::known_host(host).is_some_and(|host| host.service == Service::Login);
    if !known && !host.eq_ignore_ascii_case(call.host()) {
        let text = format!("Unknown or invalid instance. The authority host '{host}' is not known.");
        return Aadsts::new(50_049, "invalid_instance", text).reply(call);
    }
    let tenant = authority.path_segments().and_then(|mut segments| segments.next()).unwrap_or("common");
    let at = authority.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
    let mut metadata = vec![
        cloud(
            "login.microsoftonline.com",
            "login.windows.net",
            &["login.microsoftonline.com", "login.windows.net", "login.microsoft.com", "sts.windows.net"],
        ),
        cloud(
            "login.partner.microsoftonline.cn",
            "login.partner.microsoftonline.cn",
            &["login.partner.microsoftonline.cn", "login.chinacloudapi.cn"],
        ),
        cloud(
            "login.microsoftonline.us",
            "login.microsoftonline.us",
            &["login.microsoftonline.us", "login.usgovcloudapi.net"],
        ),
    ];
    if !known {
        metadata.push(cloud(&at, &at, &[&at]));
    }
    let body = json!({
        "tenant_discovery_endpoint": format!("{}://{at}/{tenant}/v2.0/.well-known/openid-configuration", authority.scheme()),
        "api-version": call.parameter("api-version").unwrap_or("1.1"),
        "metadata": metadata,
    });
    Reply::json(200, &body).header("cache-control", A_DAY)
}

fn cloud(network: &str, cache: &str, aliases: &[&str]) -> Value {
    json!({"preferred_network": network, "preferred_cache": cache, "aliases": aliases})
}

fn national(call: &Call) -> Option<National> {
    service::known_host(call.host()).map(|host| host.national)
}

fn cloud_instance(call: &Call) -> &'static str {
    match national(call) {
        None | Some(National::Public) => "microsoftonline.com",
        Some(National::UsGovernment) => "microsoftonline.us",
        Some(National::China) => "partner.microsoftonline.cn",
    }
}

fn msgraph_host(world: &World, call: &Call) -> String {
    match national(call) {
        None => world.origin(Service::Graph).split("//").nth(1).unwrap_or_default().to_owned(),
        Some(National::Public) => "graph.microsoft.com".to_owned(),
        Some(National::UsGovernment) => "graph.microsoft.us".to_owned(),
        Some(National::China) => "microsoftgraph.chinacloudapi.cn".to_owned(),
    }
}
