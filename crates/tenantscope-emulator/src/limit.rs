//! Request limits: so many per tenant and service in a span, then 429 until the span is over.

use std::{collections::HashMap, sync::Mutex, time::Duration};

use time::OffsetDateTime;

use crate::{service::Service, world::lock};

#[derive(Debug)]
pub(crate) struct Limiter {
    limits: HashMap<Service, (u32, Duration)>,
    spans: Mutex<HashMap<(Service, String), Span>>,
}

#[derive(Clone, Copy, Debug)]
struct Span {
    start: OffsetDateTime,
    requests: u32,
}

impl Limiter {
    pub(crate) fn new(limits: HashMap<Service, (u32, Duration)>) -> Self {
        Self { limits, spans: Mutex::default() }
    }

    /// Counts a request, or says how many seconds there are to wait.
    pub(crate) fn admit(&self, service: Service, tenant: &str, now: OffsetDateTime) -> Result<(), u64> {
        let Some(&(allowed, length)) = self.limits.get(&service) else { return Ok(()) };
        let mut spans = lock(&self.spans);
        let span = spans.entry((service, tenant.to_owned())).or_insert(Span { start: now, requests: 0 });
        if now - span.start >= length {
            *span = Span { start: now, requests: 0 };
        }
        if span.requests < allowed {
            span.requests += 1;
            return Ok(());
        }
        let left = (span.start + length - now).as_seconds_f64().ceil();
        // Seconds of a span, well inside the range.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        Err((left as u64).max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limit_holds_per_tenant_until_the_span_is_over() {
        let limits = HashMap::from([(Service::Graph, (2, Duration::from_secs(10)))]);
        let limiter = Limiter::new(limits);
        let start = OffsetDateTime::UNIX_EPOCH;
        let admit =
            |tenant, seconds| limiter.admit(Service::Graph, tenant, start + Duration::from_secs(seconds));
        assert_eq!([admit("a", 0), admit("a", 4), admit("a", 4)], [Ok(()), Ok(()), Err(6)]);
        assert_eq!(admit("b", 4), Ok(()));
        assert_eq!(admit("a", 10), Ok(()));
        assert_eq!(limiter.admit(Service::Activity, "a", start), Ok(()));
    }
}
