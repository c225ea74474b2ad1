//! Advanced queries, changes, counts, batches and free paths, against single answers.

#![cfg(all(feature = "client", feature = "directory"))]

mod common;

use common::client;
use http::Method;
use serde_json::{Value, json};
use tenantscope_core::ErrorKind;
use tenantscope_graph::{
    Direction, Removed,
    directory::{DirectoryObject, Users},
};
use wiremock::{
    Mock, MockServer, Request, Respond, ResponseTemplate,
    matchers::{header, method, path, query_param},
};

#[tokio::test]
async fn advanced_query_says_so_on_every_page() {
    let server = MockServer::start().await;
    let next = format!("{}/v1.0/users?$skiptoken=2", server.uri());
    Mock::given(path("/v1.0/users"))
        .and(query_param("$count", "true"))
        .and(query_param("$filter", "userType ne 'Guest'"))
        .and(query_param("$orderby", "displayName desc"))
        .and(header("consistencylevel", "eventual"))
        .respond_with(
            ResponseTemplate::new(200)
                .set_body_json(json!({"@odata.count": 2, "@odata.nextLink": next, "value": [{"id": "1"}]})),
        )
        .mount(&server)
        .await;
    Mock::given(query_param("$skiptoken", "2"))
        .and(header("consistencylevel", "eventual"))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({"value": [{"id": "2"}]})))
        .mount(&server)
        .await;
    let users = client(&server).users();
    let query = users
        .list()
        .filter(Users::USER_TYPE.ne("Guest"))
        .order_by(Users::DISPLAY_NAME, Direction::Descending);
    assert_eq!(query.items().try_collect().await.unwrap().len(), 2);
}

#[tokio::test]
async fn search_is_quoted() {
    let server = MockServer::start().await;
    Mock::given(query_param("$search", r#""displayName:wa \"x\"""#))
        .and(header("consistencylevel", "eventual"))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({"value": []})))
        .expect(1)
        .mount(&server)
        .await;
    client(&server).users().list().search(Users::DISPLAY_NAME, r#"wa "x""#).first().await.unwrap();
}

#[tokio::test]
async fn count_is_a_bare_number() {
    let server = MockServer::start().await;
    Mock::given(path("/v1.0/users/$count"))
        .and(header("consistencylevel", "eventual"))
        .and(header("accept", "text/plain"))
        .and(query_param("$filter", "accountEnabled eq true"))
        .respond_with(ResponseTemplate::new(200).set_body_string("\u{feff}893"))
        .mount(&server)
        .await;
    let users = client(&server).users();
    assert_eq!(users.list().filter(Users::ACCOUNT_ENABLED.eq(true)).total().await.unwrap(), 893);
}

#[tokio::test]
async fn all_that_the_model_knows_is_selected() {
    let server = MockServer::start().await;
    Mock::given(path("/v1.0/domains"))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({"value": []})))
        .mount(&server)
        .await;
    client(&server).domains().list().select_known().first().await.unwrap();
    let request = &server.received_requests().await.unwrap()[0];
    assert!(request.url.query().unwrap().contains("passwordValidityPeriodInDays"), "{}", request.url);
}

#[tokio::test]
async fn members_of_a_mixed_list_are_told_apart() {
    let server = MockServer::start().await;
    let members = json!({"value": [
        {"@odata.type": "#microsoft.graph.user", "id": "u", "displayName": "Kim"},
        {"@odata.type": "#microsoft.graph.administrativeUnit", "id": "a", "displayName": null},
        {"@odata.type": "#microsoft.graph.device", "id": "d", "displayName": null, "deviceId": null}
    ]});
    Mock::given(path("/v1.0/groups/g/members"))
        .respond_with(ResponseTemplate::new(200).set_body_json(members))
        .mount(&server)
        .await;
    let members = client(&server).groups().members("g").list().items().try_collect().await.unwrap();
    assert!(
        matches!(&*members[0], DirectoryObject::User(user) if user.display_name.as_deref() == Some("Kim"))
    );
    assert!(matches!(&*members[1], DirectoryObject::Other(other) if other.id == "a"));
    assert!(matches!(&*members[2], DirectoryObject::Device(_)));
}

#[tokio::test]
async fn changes_end_with_a_link_to_the_next_round() {
    let server = MockServer::start().await;
    let link = |token: &str| format!("{}/v1.0/users/delta?{token}", server.uri());
    let first = json!({"@odata.nextLink": link("$skiptoken=a"), "value": [{"id": "1", "displayName": "Kim", "manager@delta": [{"id": "9"}]}]});
    let second = json!({"@odata.deltaLink": link("$deltatoken=b"), "value": [
        {"id": "2", "@removed": {"reason": "changed"}}, {"id": "3", "@removed": {"reason": "deleted"}}, {"id": "1", "displayName": null}
    ]});
    Mock::given(query_param("$skiptoken", "a"))
        .respond_with(ResponseTemplate::new(200).set_body_json(second))
        .mount(&server)
        .await;
    Mock::given(query_param("$deltatoken", "b"))
        .respond_with(
            ResponseTemplate::new(410)
                .set_body_json(json!({"error": {"code": "syncStateNotFound", "message": "m"}})),
        )
        .mount(&server)
        .await;
    Mock::given(query_param("$select", "displayName"))
        .respond_with(ResponseTemplate::new(200).set_body_json(first))
        .mount(&server)
        .await;

    let users = client(&server).users();
    let mut changes = users.delta().select(Users::DISPLAY_NAME).changes();
    let mut removed = Vec::new();
    while let Some(change) = changes.try_next().await.unwrap() {
        assert_eq!(change.item.manager_changes.len(), usize::from(removed.is_empty()));
        removed.push((change.item.id.to_string(), change.removed));
    }
    assert_eq!(
        removed,
        [
            ("1".into(), None),
            ("2".into(), Some(Removed::Restorable)),
            ("3".into(), Some(Removed::Deleted)),
            ("1".to_owned(), None)
        ]
    );
    let link = changes.link().unwrap().clone();
    let stored: tenantscope_graph::DeltaLink =
        serde_json::from_str(&serde_json::to_string(&link).unwrap()).unwrap();
    assert!(!format!("{stored:?}").contains("token"));
    let error = users.delta().since(stored).changes().try_next().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Gone);
}

#[tokio::test]
async fn round_without_a_link_is_an_error_and_not_an_end() {
    let server = MockServer::start().await;
    Mock::given(method("GET"))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({"value": []})))
        .mount(&server)
        .await;
    let error = client(&server).groups().delta().changes().try_next().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnexpectedResponse);
}

/// Answers batches; every third part is throttled on its first try.
#[derive(Default)]
struct Batches {
    seen: std::sync::Mutex<std::collections::HashSet<String>>,
}

impl Respond for Batches {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let body: Value = request.body_json().expect("a batch is JSON");
        let parts = body["requests"].as_array().expect("a batch has requests");
        assert!(parts.len() <= 20);
        let mut seen = self.seen.lock().expect("no test panics here");
        let answers: Vec<Value> = parts
            .iter()
            .rev()
            .map(|part| {
                let id = part["id"].as_str().expect("an id");
                let is_new = seen.insert(id.to_owned());
                let number: usize = id.parse().expect("a number");
                if is_new && number.is_multiple_of(3) {
                    return json!({"id": id, "status": 429, "headers": {"Retry-After": "7"}, "body": {"error": {"code": "TooManyRequests", "message": "m"}}});
                }
                if part["url"].as_str().is_some_and(|url| url.contains("missing")) {
                    return json!({"id": id, "status": 404, "body": {"error": {"code": "Request_ResourceNotFound", "message": "m"}}});
                }
                json!({"id": id, "status": 200, "headers": {}, "body": {"id": id, "url": part["url"], "dependsOn": part["dependsOn"]}})
            })
            .collect();
        ResponseTemplate::new(200).set_body_json(json!({"responses": answers}))
    }
}

#[tokio::test]
async fn batch_is_split_and_throttled_parts_are_sent_again_alone() {
    let server = MockServer::start().await;
    Mock::given(path("/v1.0/$batch")).respond_with(Batches::default()).mount(&server).await;
    let graph = client(&server);
    let mut batch = graph.batch();
    let tickets: Vec<_> =
        (0..45).map(|n| batch.add(graph.users().get(format!("u{n}")).select("id"))).collect();
    let mut answers = batch.send().await.unwrap();
    for (n, ticket) in tickets.into_iter().enumerate() {
        let user = answers.take(ticket).unwrap();
        assert_eq!(user.id, n.to_string().as_str());
        assert_eq!(user.to_json_value()["url"], format!("/users/u{n}?$select=id"));
    }
    // three batches, and each once more for its throttled parts
    assert_eq!(server.received_requests().await.unwrap().len(), 6);
}

#[tokio::test]
async fn part_fails_for_itself_and_takes_those_that_wait_for_it_along() {
    let server = MockServer::start().await;
    Mock::given(path("/v1.0/$batch")).respond_with(Batches::default()).mount(&server).await;
    let graph = client(&server);
    let mut batch = graph.batch();
    let good = batch.add(graph.users().get("a"));
    let bad = batch.add(graph.users().get("missing"));
    let waiting = batch.add_raw(&Method::GET, "/users/b", None);
    batch.after(&waiting, &good);
    let lost: Vec<_> = (0..20).map(|_| batch.add_raw(&Method::GET, "/users/c", None)).collect();
    batch.after(&lost[19], &bad);
    let mut answers = batch.send().await.unwrap();
    assert_eq!(answers.take(good).unwrap().id, "0");
    assert_eq!(answers.take(bad).unwrap_err().kind(), ErrorKind::NotFound);
    assert!(answers.take(waiting).is_ok());
    assert_eq!(answers.take(lost[19]).unwrap_err().status(), Some(424));
    assert!(answers.take(good).is_err(), "an answer is there once");
}

#[tokio::test]
async fn any_path_goes_the_same_way() {
    let server = MockServer::start().await;
    Mock::given(path("/beta/reports/getX(period='D7')"))
        .and(query_param("$format", "application/json"))
        .and(header("authorization", "Bearer token"))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({"value": [{"a": 1}]})))
        .mount(&server)
        .await;
    let graph = client(&server).beta();
    let row = graph
        .path("/reports/getX(period='D7')?$format=application/json")
        .items::<Value>()
        .try_next()
        .await
        .unwrap();
    assert_eq!(row.unwrap()["a"], 1);
    for path in ["../v1.0/users", "https://evil.example/x", "a//b", ""] {
        let error = graph.path(path).get::<Value>().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput, "{path}");
    }
}

#[tokio::test]
async fn tenant_is_found_by_domain() {
    let server = MockServer::start().await;
    Mock::given(path(
        "/v1.0/tenantRelationships/findTenantInformationByDomainName(domainName='fabrikam.com')",
    ))
    .respond_with(
        ResponseTemplate::new(200).set_body_json(json!({"tenantId": "t", "displayName": "Fabrikam"})),
    )
    .mount(&server)
    .await;
    let tenant = client(&server).tenant_information(&"fabrikam.com".parse().unwrap()).await.unwrap();
    assert_eq!(tenant.display_name.as_deref(), Some("Fabrikam"));
}
