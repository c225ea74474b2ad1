//! What it costs to read a page and lose nothing, held against plain structs that drop what they don't name.
//!
//! `cargo bench -p tenantscope-graph --features full`

use divan::{Bencher, black_box, counter::BytesCount};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, json};
use tenantscope_core::{Listing, Timestamp};
use tenantscope_graph::{SecureScore, directory::User};

fn main() {
    divan::main();
}

/// 90 days of scores, about 12 KB each.
fn scores() -> bytes::Bytes {
    let categories = ["Identity", "Apps", "Device", "Data"];
    let control = |n: usize| {
        json!({
            "controlCategory": (categories[n % 4]),
            "controlName": format!("scid_{}", 2000 + n),
            "description": "<p>Some words about what this control asks for, and why.</p>",
            "score": 7.5,
            "implementationStatus": "3 of 12 users have it.",
            "scoreInPercentage": 30.0,
            "lastSynced": "2026-11-21T00:00:00Z",
            "on": "true",
            "count": "3",
            "total": "12",
            "newMember": {"deep": [1, 2, 3]}
        })
    };
    let score = |day: u32| {
        json!({
            "id": format!("0f3c2a55-2d6b-4a3c-9a44-8c1d4f0e9b11_2026-09-{day:02}"),
            "azureTenantId": "0f3c2a55-2d6b-4a3c-9a44-8c1d4f0e9b11",
            "activeUserCount": 120, "licensedUserCount": 0,
            "createdDateTime": format!("2026-09-{:02}T00:00:00Z", day % 30 + 1),
            "currentScore": 128.5, "maxScore": 310,
            "enabledServices": ["HasAADP1", "HasEXOP2", "HasMDOP1", "HasSPOP2"],
            "vendorInformation": {"provider": "SecureScore", "providerVersion": null, "subProvider": null, "vendor": "Microsoft"},
            "averageComparativeScores": [
                {"basis": "AllTenants", "averageScore": 44.1, "appsScore": 3.0, "appsScoreMax": 20.0, "dataScore": 0.5, "dataScoreMax": 4.0},
                {"basis": "TotalSeats", "averageScore": 41.0, "SeatSizeRangeLowerValue": "1", "SeatSizeRangeUpperValue": "100"}
            ],
            "controlScores": (0..32).map(control).collect::<Vec<_>>()
        })
    };
    page(&(0..90).map(score).collect::<Vec<_>>())
}

/// 1,000 users with the members that a sync selects.
fn users() -> bytes::Bytes {
    let user = |n: u32| {
        json!({
            "id": format!("7d1c2a55-2d6b-4a3c-9a44-{n:012}"),
            "accountEnabled": true, "displayName": format!("Kim Park {n}"), "givenName": "Kim", "surname": "Park",
            "userPrincipalName": format!("kim{n}@contoso.com"), "mail": format!("kim{n}@contoso.com"), "mailNickname": format!("kim{n}"),
            "jobTitle": null, "department": "Sales", "companyName": null, "officeLocation": "7/1", "mobilePhone": null,
            "businessPhones": ["+1 555 0100"], "userType": "Member", "usageLocation": "US", "preferredLanguage": "en-US",
            "createdDateTime": "2024-03-01T10:11:12Z", "lastPasswordChangeDateTime": "2026-03-01T10:11:12Z",
            "onPremisesSyncEnabled": null, "onPremisesLastSyncDateTime": null, "onPremisesSamAccountName": null,
            "proxyAddresses": [format!("SMTP:kim{n}@contoso.com"), format!("smtp:kim.park{n}@contoso.onmicrosoft.com")],
            "assignedLicenses": [{"disabledPlans": [], "skuId": "05e9a617-0261-4cee-bb44-138d3ef5d965"}],
            "assignedPlans": [
                {"assignedDateTime": "2024-03-01T10:11:12Z", "capabilityStatus": "Enabled", "service": "exchange", "servicePlanId": "efb87545-963c-4e0d-99df-69c6916d9eb0"},
                {"assignedDateTime": "2024-03-01T10:11:12Z", "capabilityStatus": "Enabled", "service": "SharePoint", "servicePlanId": "5dbe027f-2339-4123-9542-606e4d348a72"}
            ],
            "signInActivity": {"lastSignInDateTime": "2026-11-20T08:00:00Z", "lastSignInRequestId": "ca2fd31d-f33c-4e08-9b22-1b3b9b4b1a00",
                "lastNonInteractiveSignInDateTime": "2026-11-21T08:00:00Z", "lastNonInteractiveSignInRequestId": null},
            "newMember": {"deep": [1, 2, 3]}
        })
    };
    page(&(0..1000).map(user).collect::<Vec<_>>())
}

fn page(items: &[Value]) -> bytes::Bytes {
    json!({"@odata.context": "https://graph.microsoft.com/v1.0/$metadata#x", "value": items})
        .to_string()
        .into()
}

fn as_items<T: DeserializeOwned>(bencher: Bencher<'_, '_>, body: &bytes::Bytes) {
    assert_eq!(Listing::<T>::read_envelope(body.clone(), "value").expect("a page").errors().count(), 0);
    bencher
        .counter(BytesCount::new(body.len()))
        .bench(|| Listing::<T>::read_envelope(black_box(body.clone()), "value").expect("a page"));
}

fn as_plain<T: DeserializeOwned>(bencher: Bencher<'_, '_>, body: &bytes::Bytes) {
    bencher
        .counter(BytesCount::new(body.len()))
        .bench(|| serde_json::from_slice::<Page<T>>(black_box(body)).expect("a page"));
}

#[divan::bench]
fn ninety_scores_as_items(bencher: Bencher<'_, '_>) {
    as_items::<SecureScore>(bencher, &scores());
}

#[divan::bench]
fn ninety_scores_as_plain_structs(bencher: Bencher<'_, '_>) {
    as_plain::<PlainScore>(bencher, &scores());
}

#[divan::bench]
fn thousand_users_as_items(bencher: Bencher<'_, '_>) {
    as_items::<User>(bencher, &users());
}

#[divan::bench]
fn thousand_users_as_plain_structs(bencher: Bencher<'_, '_>) {
    as_plain::<PlainUser>(bencher, &users());
}

#[allow(dead_code)] // read, and then only dropped
#[derive(Deserialize)]
struct Page<T> {
    value: Vec<T>,
}

#[allow(dead_code)] // as above
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PlainScore {
    id: String,
    azure_tenant_id: Option<String>,
    active_user_count: Option<i64>,
    licensed_user_count: Option<i64>,
    created_date_time: Option<Timestamp>,
    current_score: Option<f64>,
    max_score: Option<f64>,
    enabled_services: Vec<String>,
    vendor_information: Option<PlainVendor>,
    average_comparative_scores: Vec<PlainComparison>,
    control_scores: Vec<PlainControl>,
}

#[allow(dead_code)] // as above
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PlainVendor {
    provider: Option<String>,
    provider_version: Option<String>,
    sub_provider: Option<String>,
    vendor: Option<String>,
}

#[allow(dead_code)] // as above
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PlainComparison {
    basis: Option<String>,
    average_score: Option<f64>,
    apps_score: Option<f64>,
    apps_score_max: Option<f64>,
    data_score: Option<f64>,
    data_score_max: Option<f64>,
    #[serde(rename = "SeatSizeRangeLowerValue")]
    lower: Option<String>,
    #[serde(rename = "SeatSizeRangeUpperValue")]
    upper: Option<String>,
}

#[allow(dead_code)] // as above
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PlainControl {
    control_category: Option<String>,
    control_name: Option<String>,
    description: Option<String>,
    score: Option<f64>,
    implementation_status: Option<String>,
    score_in_percentage: Option<f64>,
    last_synced: Option<Timestamp>,
    on: Option<String>,
    count: Option<String>,
    total: Option<String>,
}

#[allow(dead_code)] // as above
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PlainUser {
    id: String,
    account_enabled: Option<bool>,
    display_name: Option<String>,
    given_name: Option<String>,
    surname: Option<String>,
    user_principal_name: Option<String>,
    mail: Option<String>,
    mail_nickname: Option<String>,
    job_title: Option<String>,
    department: Option<String>,
    company_name: Option<String>,
    office_location: Option<String>,
    mobile_phone: Option<String>,
    business_phones: Vec<String>,
    user_type: Option<String>,
    usage_location: Option<String>,
    preferred_language: Option<String>,
    created_date_time: Option<Timestamp>,
    last_password_change_date_time: Option<Timestamp>,
    on_premises_sync_enabled: Option<bool>,
    on_premises_last_sync_date_time: Option<Timestamp>,
    on_premises_sam_account_name: Option<String>,
    proxy_addresses: Vec<String>,
    assigned_licenses: Vec<PlainLicense>,
    assigned_plans: Vec<PlainPlan>,
    sign_in_activity: Option<PlainActivity>,
}

#[allow(dead_code)] // as above
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PlainLicense {
    disabled_plans: Vec<String>,
    sku_id: Option<String>,
}

#[allow(dead_code)] // as above
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PlainPlan {
    assigned_date_time: Option<Timestamp>,
    capability_status: Option<String>,
    service: Option<String>,
    service_plan_id: Option<String>,
}

#[allow(dead_code, clippy::struct_field_names)] // as above; the names are the service's
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PlainActivity {
    last_sign_in_date_time: Option<Timestamp>,
    last_sign_in_request_id: Option<String>,
    last_non_interactive_sign_in_date_time: Option<Timestamp>,
    last_non_interactive_sign_in_request_id: Option<String>,
}
