use std::time::Duration;

use serde_json::{Value, json};
use tenantscope_core::{Clock, ErrorKind, SubscriptionId};

use super::*;
use crate::testing::{Stub, client};

fn answer(rows: &[&str], token: Option<&str>, truncated: &str) -> String {
    let data: Vec<Value> = rows.iter().map(|id| json!({"id": id, "weight": 1})).collect();
    let mut answer = json!({"totalRecords": 3, "count": rows.len(), "resultTruncated": truncated, "data": data, "facets": []});
    if let Some(token) = token {
        answer["$skipToken"] = token.into();
    }
    answer.to_string()
}

fn body(stub: &Stub, index: usize) -> Value {
    serde_json::from_str(&stub.requests()[index].body).unwrap()
}

fn subscriptions(count: usize) -> Vec<SubscriptionId> {
    (0..count).map(|n| format!("0000000a-0000-0000-0000-{n:012}").parse().unwrap()).collect()
}

#[tokio::test]
async fn same_query_is_repeated_with_the_token() {
    let stub = Stub::default()
        .then(200, &answer(&["/a", "/b"], Some("t1"), "false"))
        .then(200, &answer(&[], Some("t2"), "false"))
        .then(200, &answer(&["/c"], None, "false"));
    let rows = client(&stub).resource_graph().secure_scores().items().try_collect().await.unwrap();
    assert_eq!(rows.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(), ["/a", "/b", "/c"]);
    for asked in stub.requests() {
        assert_eq!(asked.method, "POST");
        assert!(asked.url.ends_with("/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01"));
    }
    let first = body(&stub, 0);
    assert_eq!(first["options"], json!({"$top": 1000, "resultFormat": "objectArray"}));
    assert!(first.get("subscriptions").is_none() && first.get("managementGroups").is_none());
    for (index, token) in [(1, "t1"), (2, "t2")] {
        let mut next = body(&stub, index);
        assert_eq!(next["options"]["$skipToken"], token);
        next["options"].as_object_mut().unwrap().remove("$skipToken");
        assert_eq!(next, first);
    }
}

#[tokio::test]
async fn result_that_was_cut_off_is_said_after_its_rows() {
    let stub = Stub::default().then(200, &answer(&["/a"], None, "true"));
    let mut pages = client(&stub).resource_graph().query::<Value>("Resources | summarize count()").pages();
    let page = pages.try_next().await.unwrap().unwrap();
    assert!(page.is_truncated());
    assert_eq!((page.items().count(), page.total_records()), (1, Some(3)));
    let error = pages.try_next().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnexpectedResponse);
    assert!(error.to_string().contains("cut the result off"), "{error}");
    assert!(pages.next().await.is_none());
}

#[tokio::test]
async fn token_that_comes_twice_ends_with_an_error() {
    let stub = Stub::default().always(200, &answer(&["/a"], Some("t"), "false"));
    let error = client(&stub).resource_graph().secure_scores().items().try_collect().await.unwrap_err();
    assert!(error.to_string().contains("already read"), "{error}");
    assert_eq!(stub.requests().len(), 2);
}

#[tokio::test]
async fn thousand_subscriptions_take_a_handful_of_queries() {
    let stub = Stub::default().always(200, &answer(&["/a"], None, "false"));
    let scores = client(&stub).resource_graph().secure_scores().subscriptions(subscriptions(1000));
    assert_eq!(scores.items().try_collect().await.unwrap().len(), 4);
    let named: Vec<usize> = (0..stub.requests().len())
        .map(|index| body(&stub, index)["subscriptions"].as_array().unwrap().len())
        .collect();
    assert_eq!(named, [250; 4]);
}

#[tokio::test]
async fn query_goes_on_where_another_run_stopped() {
    let stub = Stub::default()
        .then(200, &answer(&["/a"], None, "false"))
        .then(500, "")
        .then(500, "")
        .then(200, &answer(&["/b"], Some("t"), "false"))
        .then(500, "")
        .then(500, "")
        .then(200, &answer(&["/c"], None, "false"));
    let graph = client(&stub).resource_graph();
    let query = || graph.secure_scores().subscriptions(subscriptions(300));
    let mut found = Vec::new();
    let mut continuation = None;
    for _ in 0..3 {
        let query = query();
        let mut pages = match continuation.take() {
            Some(continuation) => query.resume(continuation).pages(),
            None => query.pages(),
        };
        while let Some(Ok(page)) = pages.next().await {
            found.extend(page.items().map(|row| row.id.clone()));
        }
        continuation = pages.continuation().cloned();
    }
    assert_eq!(found, ["/a", "/b", "/c"]);
    assert_eq!(continuation, None);
    let error = query().resume(tenantscope_core::Continuation::from_link("9:x")).items().try_collect().await;
    assert_eq!(error.unwrap_err().kind(), ErrorKind::InvalidInput);
}

#[tokio::test]
async fn used_up_quota_is_waited_for() {
    let empty = answer(&[], None, "false");
    let used_up = [("x-ms-user-quota-remaining", "0"), ("x-ms-user-quota-resets-after", "00:00:05")];
    let left = [("x-ms-user-quota-remaining", "14"), ("x-ms-user-quota-resets-after", "00:00:05")];
    let stub =
        Stub::default().then_with(200, &left, &empty).then_with(200, &used_up, &empty).always(200, &empty);
    let client = client(&stub);
    let ask = async || client.resource_graph().secure_scores().items().try_collect().await.unwrap();
    ask().await;
    ask().await;
    assert_eq!(stub.clock().elapsed(), Duration::ZERO);
    let other_tenant = client.for_tenant("fabrikam.com".parse().unwrap());
    other_tenant.resource_graph().secure_scores().items().try_collect().await.unwrap();
    assert_eq!(stub.clock().elapsed(), Duration::ZERO, "the quota is each tenant's own");
    ask().await;
    assert_eq!(stub.clock().elapsed(), Duration::from_secs(5));
}

#[tokio::test]
async fn limit_of_subscriptions_is_told() {
    let stub = Stub::default().then_with(
        200,
        &[("x-ms-tenant-subscription-limit-hit", "true")],
        &answer(&[], None, "false"),
    );
    let page = client(&stub).resource_graph().secure_scores().pages().try_next().await.unwrap().unwrap();
    assert!(page.subscription_limit_hit());
}

#[tokio::test]
async fn filters_stand_before_the_columns() {
    let stub = Stub::default().always(200, &answer(&[], None, "false"));
    let key = "a'b".into();
    client(&stub)
        .resource_graph()
        .assessments()
        .unhealthy_only()
        .recommendation(&key)
        .management_groups(["mg"])
        .page_size(5000)
        .facet(FacetRequest::new("type"))
        .items()
        .try_collect()
        .await
        .unwrap();
    let body = body(&stub, 0);
    let query = body["query"].as_str().unwrap();
    let order: Vec<usize> = ["=~ 'Unhealthy'", r"name =~ 'a\'b'", "| project id,", "| order by id asc"]
        .iter()
        .map(|part| query.find(part).unwrap_or_else(|| panic!("{part} in {query}")))
        .collect();
    assert!(order.is_sorted(), "{query}");
    assert_eq!(body["managementGroups"], json!(["mg"]));
    assert_eq!(body["options"]["$top"], 1000);
    assert_eq!(body["facets"], json!([{"expression": "type"}]));
}

#[tokio::test]
async fn bad_row_is_told_beside_the_good_ones() {
    let stub =
        Stub::default().then(200, r#"{"resultTruncated":"false","data":[{"id":"/a"},{"id":7},{"id":"/b"}]}"#);
    let page = client(&stub).resource_graph().secure_scores().pages().try_next().await.unwrap().unwrap();
    assert_eq!((page.items().count(), page.errors().count()), (2, 1));
}
