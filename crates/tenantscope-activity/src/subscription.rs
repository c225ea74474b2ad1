//! Subscriptions: which kinds of content the service collects for this app.

use serde::{Deserialize, Serialize};
use tenantscope_core::{Timestamp, open_enum};

use crate::ContentType;

/// A subscription: the service collects this kind of content for this app.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Subscription {
    /// The kind of content.
    pub content_type: ContentType,
    /// Whether content is collected. The service may leave it out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<SubscriptionStatus>,
    /// Where the service announces content, if it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webhook: Option<Webhook>,
}

impl Subscription {
    /// Whether the service says that content is collected.
    pub fn is_enabled(&self) -> bool {
        self.status == Some(SubscriptionStatus::Enabled)
    }
}

open_enum! {
    /// Whether a subscription collects content.
    pub enum SubscriptionStatus {
        /// It does.
        Enabled = "enabled",
        /// It doesn't, and what becomes available meanwhile is lost.
        Disabled = "disabled",
    }
}

/// Where the service announces content. The address isn't shown by `Debug`: it may hold a secret.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Webhook {
    /// Whether content is announced.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<WebhookStatus>,
    /// Where.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The text that announcements carry to show that they are the service's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth_id: Option<String>,
    /// Until when; `None` is for good.
    #[serde(default, with = "tenantscope_core::lenient::instant", skip_serializing_if = "Option::is_none")]
    pub expiration: Option<Timestamp>,
}

impl std::fmt::Debug for Webhook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Webhook")
            .field("status", &self.status)
            .field("expiration", &self.expiration)
            .finish_non_exhaustive()
    }
}

open_enum! {
    /// Whether a webhook is called.
    pub enum WebhookStatus {
        /// It is.
        Enabled = "enabled",
        /// It isn't, since it failed too often. Content can be listed all the same.
        Disabled = "disabled",
        /// Its expiration has passed.
        Expired = "expired",
    }
}

#[cfg(feature = "client")]
pub use self::client::{StartOutcome, StartSubscription, Subscriptions};

#[cfg(feature = "client")]
mod client {
    use futures_util::future::BoxFuture;
    use http::Method;
    use serde_json::{Value, json};
    use tenantscope_core::{Error, ErrorKind, Item, Operation, Result, Secret, Timestamp};
    use url::Url;

    use super::Subscription;
    use crate::{
        ActivityClient, ContentType,
        error::{ALREADY_ENABLED, QUOTA, READ},
    };

    static LIST: Operation = Operation::new("list activity subscriptions").permissions(READ).limit(QUOTA);
    static START: Operation = Operation::new("start activity subscription").permissions(READ).limit(QUOTA);
    static STOP: Operation =
        Operation::new("stop activity subscription").permissions(READ).limit(QUOTA).repeatable();

    impl ActivityClient {
        /// Which kinds of content the service collects for this app.
        pub fn subscriptions(&self) -> Subscriptions {
            Subscriptions { client: self.clone() }
        }
    }

    /// Which kinds of content the service collects for this app in this tenant.
    ///
    /// Application permission of every operation: `ActivityFeed.Read`. Subscriptions belong to the app; other
    /// apps' are apart. Source: the page "Office 365 Management Activity API reference".
    #[derive(Clone, Debug)]
    pub struct Subscriptions {
        client: ActivityClient,
    }

    /// What starting a subscription came to.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum StartOutcome {
        /// It was started just now. The tenant's first content may take up to twelve hours.
        Started,
        /// It was enabled before, and nothing has changed.
        AlreadyEnabled,
    }

    impl Subscriptions {
        /// The subscriptions that there are.
        ///
        /// # Errors
        ///
        /// [`ErrorKind::PermissionDenied`] without `ActivityFeed.Read`.
        pub async fn list(&self) -> Result<Vec<Item<Subscription>>> {
            let request = self.client.request(&LIST, Method::GET, &["subscriptions", "list"]).await?;
            let answer = self.client.service().send(request).await?;
            self.client.learn_time(answer.head());
            answer.listing(None)?.into_entries().into_iter().collect()
        }

        /// Starts to collect a kind of content, with or without a webhook. Awaited, it says what happened.
        ///
        /// Starting what is enabled already succeeds. Between two starts of one kind the service wants
        /// fifteen minutes: see [`ensure_started`](Self::ensure_started).
        ///
        /// # Errors
        ///
        /// [`ErrorKind::NotOnboarded`] if auditing is off in the tenant; [`ErrorKind::PermissionDenied`] without
        /// `ActivityFeed.Read`; [`ErrorKind::BadRequest`] if the content type doesn't exist or the webhook
        /// didn't answer.
        pub fn start(&self, content_type: ContentType) -> StartSubscription {
            StartSubscription { client: self.client.clone(), content_type, webhook: None }
        }

        /// Stops to collect a kind of content. What becomes available until it is started again is lost for good.
        ///
        /// # Errors
        ///
        /// [`ErrorKind::NotOnboarded`] if there is no such subscription.
        pub async fn stop(&self, content_type: ContentType) -> Result<()> {
            let request = self.client.request(&STOP, Method::POST, &["subscriptions", "stop"]).await?;
            let request = request.query("contentType", content_type.as_str());
            let answer = self.client.service().send(request).await?;
            self.client.learn_time(answer.head());
            Ok(())
        }

        /// Lists the subscriptions and starts only those that are missing. One that fails doesn't keep the
        /// others from being started.
        ///
        /// # Errors
        ///
        /// If the subscriptions can't be listed, as [`list`](Self::list). What [`start`](Self::start) says of
        /// each content type stands beside it.
        pub async fn ensure_started(
            &self,
            content_types: &[ContentType],
        ) -> Result<Vec<(ContentType, Result<StartOutcome>)>> {
            let there = self.list().await?;
            let mut outcomes = Vec::with_capacity(content_types.len());
            for content_type in content_types {
                let enabled =
                    |known: &Item<Subscription>| known.content_type == *content_type && known.is_enabled();
                let outcome = if there.iter().any(enabled) {
                    Ok(StartOutcome::AlreadyEnabled)
                } else {
                    self.start(content_type.clone()).await
                };
                outcomes.push((content_type.clone(), outcome));
            }
            Ok(outcomes)
        }
    }

    /// A start to be awaited, and its webhook.
    #[must_use = "nothing is started before it is awaited"]
    #[derive(Debug)]
    pub struct StartSubscription {
        client: ActivityClient,
        content_type: ContentType,
        webhook: Option<NewWebhook>,
    }

    #[derive(Debug)]
    struct NewWebhook {
        address: Secret,
        auth_id: Option<Secret>,
        expiration: Option<Timestamp>,
    }

    impl StartSubscription {
        /// Has content announced at this `https` address, which has to answer a validation request at once.
        pub fn webhook(mut self, address: &Url) -> Self {
            let address = address.as_str().to_owned().into();
            self.webhook = Some(NewWebhook { address, auth_id: None, expiration: None });
            self
        }

        /// The text that announcements carry, to show that they are the service's. Goes with [`webhook`](Self::webhook).
        pub fn auth_id(mut self, auth_id: impl Into<Secret>) -> Self {
            if let Some(webhook) = &mut self.webhook {
                webhook.auth_id = Some(auth_id.into());
            }
            self
        }

        /// Until when content is announced. Default: for good. Goes with [`webhook`](Self::webhook).
        pub fn expiration(mut self, expiration: Timestamp) -> Self {
            if let Some(webhook) = &mut self.webhook {
                webhook.expiration = Some(expiration);
            }
            self
        }

        async fn send(self) -> Result<StartOutcome> {
            let request = self.client.request(&START, Method::POST, &["subscriptions", "start"]).await?;
            let mut request = request.query("contentType", self.content_type.as_str());
            if let Some(webhook) = &self.webhook {
                request = request.json(&webhook.body())?;
            }
            match self.client.service().send(request).await {
                Ok(answer) => {
                    self.client.learn_time(answer.head());
                    Ok(StartOutcome::Started)
                }
                Err(error) if is_already_enabled(&error) => Ok(StartOutcome::AlreadyEnabled),
                Err(error) => Err(error),
            }
        }
    }

    impl NewWebhook {
        fn body(&self) -> Value {
            json!({"webhook": {
                "address": self.address.expose(),
                "authId": self.auth_id.as_ref().map_or("", Secret::expose),
                "expiration": self.expiration.map_or_else(String::new, |instant| instant.to_string()),
            }})
        }
    }

    fn is_already_enabled(error: &Error) -> bool {
        error.kind() == ErrorKind::Conflict && error.code() == Some(ALREADY_ENABLED)
    }

    impl IntoFuture for StartSubscription {
        type Output = Result<StartOutcome>;
        type IntoFuture = BoxFuture<'static, Self::Output>;

        fn into_future(self) -> Self::IntoFuture {
            Box::pin(self.send())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subscription_without_a_status_and_with_a_status_of_its_own_is_read() {
        let bare: Subscription = serde_json::from_str(r#"{"contentType":"Audit.Newer"}"#).unwrap();
        assert!(!bare.is_enabled() && bare.webhook.is_none());
        let text = r#"{"contentType":"DLP.All","status":"paused","webhook":
            {"status":"expired","address":"https://CANARY","authId":"CANARY","expiration":""}}"#;
        let read: Subscription = serde_json::from_str(text).unwrap();
        assert_eq!(read.status.as_ref().map(SubscriptionStatus::as_str), Some("paused"));
        assert_eq!(read.webhook.as_ref().unwrap().expiration, None);
        assert!(!format!("{read:?}").contains("CANARY"));
    }

    #[cfg(feature = "client")]
    mod over_a_stub {
        use tenantscope_core::ErrorKind;

        use crate::{
            ContentType, StartOutcome,
            stub::{FEED, PUBLISHER, Stub, answer},
        };

        #[tokio::test]
        async fn starting_what_is_enabled_already_succeeds() {
            let stub = Stub::new(|_| {
                answer(
                    400,
                    r#"{"error":{"code":"AF20024","message":"The subscription is already enabled. No property change."}}"#,
                )
            });
            let outcome = stub.client().subscriptions().start(ContentType::DlpAll).await.unwrap();
            assert_eq!(outcome, StartOutcome::AlreadyEnabled);
            let expected = format!(
                "POST {FEED}/subscriptions/start?PublisherIdentifier={PUBLISHER}&contentType=DLP.All"
            );
            assert_eq!(stub.asked(), [expected]);
        }

        #[tokio::test]
        async fn only_what_is_missing_is_started_and_one_failure_stops_nothing() {
            let stub = Stub::new(|asked| match asked {
                asked if asked.contains("/list") => answer(
                    200,
                    r#"[{"contentType":"Audit.Exchange","status":"enabled","webhook":null},
                        {"contentType":"Audit.General"},
                        {"contentType":"DLP.All","status":"disabled"}]"#,
                ),
                asked if asked.contains("DLP.All") => {
                    answer(400, r#"{"error":{"code":"AF20020","message":"x"}}"#)
                }
                _ => answer(200, r#"{"contentType":"x","status":"enabled","webhook":null}"#),
            });
            let types = [ContentType::AuditExchange, ContentType::DlpAll, ContentType::AuditGeneral];
            let outcomes = stub.client().subscriptions().ensure_started(&types).await.unwrap();
            assert_eq!(*outcomes[0].1.as_ref().unwrap(), StartOutcome::AlreadyEnabled);
            assert_eq!(outcomes[1].1.as_ref().unwrap_err().kind(), ErrorKind::BadRequest);
            assert_eq!(*outcomes[2].1.as_ref().unwrap(), StartOutcome::Started);
            assert_eq!(stub.asked().len(), 3);
        }

        #[tokio::test]
        async fn webhook_goes_into_the_body() {
            let stub = Stub::new(|_| answer(200, ""));
            let address = "https://hooks.example/audit?key=1".parse().unwrap();
            let start = stub.client().subscriptions().start(ContentType::AuditGeneral).webhook(&address);
            assert!(!format!("{start:?}").contains("key=1"));
            start.auth_id("CANARY").await.unwrap();
            assert!(stub.asked()[0].ends_with(
                r#"{"webhook":{"address":"https://hooks.example/audit?key=1","authId":"CANARY","expiration":""}}"#
            ));
        }

        #[tokio::test]
        async fn stopping_is_one_request() {
            let stub = Stub::new(|_| answer(200, ""));
            stub.client().subscriptions().stop(ContentType::AuditGeneral).await.unwrap();
            assert!(stub.asked()[0].contains("/subscriptions/stop?"));
        }
    }
}
