use proptest::prelude::*;

use super::*;

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;
const NOW: i64 = 1_800_000_000;
const POLICY: Policy = Policy { lookback: DAY, overlap: 2 * HOUR, sweep_every: DAY };

fn blob(id: &str, created: i64) -> ContentDescriptor {
    serde_json::from_value(serde_json::json!({
        "contentType": "Audit.Exchange", "contentId": id, "contentUri": format!("https://x/{id}"),
        "contentCreated": crate::window::from_unix(created).to_string(),
        "contentExpiration": crate::window::from_unix(created + 7 * DAY).to_string(),
    }))
    .unwrap()
}

fn apply(feed: &mut Feed, change: impl FnOnce(&Feed) -> Option<Change>) {
    let change = change(feed).unwrap();
    feed.apply(&change);
}

/// A feed that was listed up to then.
fn listed(to: i64, swept: bool) -> Feed {
    let mut feed = Feed::default();
    feed.apply(&Change::Listed { to, swept });
    feed
}

fn span(plan: &Plan) -> (i64, i64) {
    (plan.windows.first().unwrap().start, plan.windows.last().unwrap().end)
}

#[test]
fn first_run_goes_back_as_far_as_asked_and_no_further_than_the_service() {
    assert_eq!(span(&Feed::default().plan(NOW, POLICY)), (NOW - DAY, NOW));
    let all = Policy { lookback: 30 * DAY, ..POLICY };
    let plan = Feed::default().plan(NOW, all);
    assert_eq!((span(&plan), plan.windows.len(), plan.sweep), ((NOW - REACH + MARGIN, NOW), 7, true));
    assert_eq!(plan.gap, None);
}

#[test]
fn later_runs_overlap_and_once_a_day_list_all_seven_days() {
    let mut feed = listed(NOW - HOUR, true);
    let plan = feed.plan(NOW, POLICY);
    assert_eq!((span(&plan), plan.sweep), ((NOW - 3 * HOUR, NOW), false));
    feed.apply(&Change::Listed { to: NOW + 22 * HOUR, swept: false });
    let plan = feed.plan(NOW + 23 * HOUR, POLICY);
    assert_eq!((plan.windows.len(), plan.sweep), (7, true));
}

#[test]
fn clock_that_was_ahead_once_stops_no_listing() {
    let plan = listed(NOW + 5 * DAY, true).plan(NOW, POLICY);
    assert!(plan.sweep);
    let mut feed = listed(NOW + 5 * DAY, false);
    feed.apply(&Change::Listed { to: NOW, swept: true });
    assert_eq!(span(&feed.plan(NOW, POLICY)), (NOW - 2 * HOUR, NOW));
}

#[test]
fn span_that_the_service_no_longer_has_is_a_gap() {
    let feed = listed(NOW - 9 * DAY, true);
    let plan = feed.plan(NOW, POLICY);
    let floor = NOW - REACH + MARGIN;
    assert_eq!(plan.gap, Some(Gap { from: NOW - 9 * DAY, to: floor, reason: GapReason::TooFarBehind }));
    assert_eq!(span(&plan), (floor, NOW));
    assert_eq!(listed(NOW - 6 * DAY, true).plan(NOW, POLICY).gap, None);
}

#[test]
fn only_blobs_that_are_neither_pending_nor_done_are_found() {
    let mut feed = Feed::default();
    apply(&mut feed, |feed| feed.found(vec![blob("a", NOW), blob("b", NOW), blob("a", NOW)]));
    assert_eq!(feed.due(NOW).len(), 2);
    assert_eq!(feed.found(vec![blob("a", NOW)]), None);
    let delivered = feed.delivered(&"a".into(), Vec::new(), 0, NOW);
    feed.apply(&delivered);
    assert_eq!(feed.found(vec![blob("a", NOW), blob("b", NOW)]), None);
    assert_eq!(feed.due(NOW).len(), 1);
}

#[test]
fn corrected_address_is_taken_over() {
    let mut feed = Feed::default();
    apply(&mut feed, |feed| feed.found(vec![blob("a", NOW)]));
    apply(&mut feed, |feed| feed.failed(&"a".into(), &Error::new(ErrorKind::ForeignOrigin, ""), NOW));
    let corrected = ContentDescriptor { content_uri: "https://y/a".into(), ..blob("a", NOW) };
    apply(&mut feed, |feed| feed.found(vec![corrected]));
    let pending = feed.pending(&"a".into()).unwrap();
    assert_eq!((pending.blob.content_uri.as_str(), pending.attempts), ("https://y/a", 1));
}

#[test]
fn poison_blob_is_tried_until_it_expires_and_then_lost() {
    let mut feed = Feed::default();
    apply(&mut feed, |feed| feed.found(vec![blob("a", NOW)]));
    let error = Error::new(ErrorKind::UnexpectedResponse, "");
    let (mut now, mut tries) = (NOW, 0);
    while let Some(pending) = feed.pending(&"a".into()) {
        assert!(pending.next_try <= NOW + 7 * DAY);
        now = now.max(pending.next_try);
        apply(&mut feed, |feed| feed.failed(&"a".into(), &error, now));
        tries += 1;
        assert!(tries < 1_000);
    }
    assert!(now >= NOW + 7 * DAY && tries > 100, "{tries} tries, the last at {}", now - NOW);
    assert!(feed.is_done(&"a".into()));
}

#[test]
fn blob_that_has_expired_or_never_was_is_lost() {
    for (kind, code, tries) in [
        (ErrorKind::Gone, "AF20051", 1),
        (ErrorKind::NotFound, "AF20050", TRIES_IF_NOT_FOUND),
        (ErrorKind::NotFound, "AF20052", TRIES_IF_NOT_FOUND),
    ] {
        let error = Error::builder(kind).code(code).build();
        let mut feed = Feed::default();
        apply(&mut feed, |feed| feed.found(vec![blob("a", NOW)]));
        let mut done = 0;
        while feed.pending(&"a".into()).is_some() {
            apply(&mut feed, |feed| feed.failed(&"a".into(), &error, NOW));
            done += 1;
        }
        assert_eq!(done, tries, "{kind}");
    }
}

#[test]
fn gateway_that_finds_nothing_loses_no_blob() {
    for kind in [ErrorKind::NotFound, ErrorKind::Gone] {
        let mut feed = Feed::default();
        apply(&mut feed, |feed| feed.found(vec![blob("a", NOW)]));
        for _ in 0..TRIES_IF_NOT_FOUND * 2 {
            apply(&mut feed, |feed| feed.failed(&"a".into(), &Error::new(kind, ""), NOW));
        }
        let error = Error::builder(ErrorKind::NotFound).code("AF20050").build();
        apply(&mut feed, |feed| feed.failed(&"a".into(), &error, NOW));
        assert_eq!(feed.pending(&"a".into()).unwrap().not_found, 1, "{kind}");
    }
}

#[test]
fn start_after_an_interruption_is_a_gap_and_two_starts_are_apart() {
    assert_eq!(Feed::default().gap_before_start(NOW), None);
    let mut feed = listed(NOW - HOUR, false);
    let gap = feed.gap_before_start(NOW).unwrap();
    assert_eq!(gap, Gap { from: NOW - HOUR, to: NOW, reason: GapReason::NotSubscribed });
    feed.apply(&Change::Started { at: NOW });
    assert!(!feed.may_start(NOW + 14 * 60) && feed.may_start(NOW + 15 * 60));
}

#[test]
fn done_blobs_are_forgotten_when_no_listing_can_name_them() {
    let mut feed = Feed::default();
    apply(&mut feed, |feed| feed.found(vec![blob("a", NOW)]));
    let delivered = feed.delivered(&"a".into(), Vec::new(), 0, NOW);
    feed.apply(&delivered);
    feed.apply(&Change::Listed { to: NOW + MEMORY, swept: false });
    assert!(feed.is_done(&"a".into()));
    feed.apply(&Change::Listed { to: NOW + MEMORY + 1, swept: false });
    assert!(!feed.is_done(&"a".into()));
}

fn any_change() -> impl Strategy<Value = Change> {
    let id = || "[a-e]".prop_map(ContentId::from);
    let at = || NOW..NOW + 10 * DAY;
    prop_oneof![
        at().prop_map(|at| Change::Started { at }),
        ("[a-e]", at()).prop_map(|(id, at)| Change::Found { blobs: vec![Pending::new(blob(&id, at))] }),
        (at(), any::<bool>()).prop_map(|(to, swept)| Change::Listed { to, swept }),
        (id(), at()).prop_map(|(content_id, created)| Change::Delivered {
            content_id,
            created,
            records: vec![],
            unreadable: 1,
            too_long: 0
        }),
        (id(), 1_u32..9, at()).prop_map(|(content_id, attempts, next_try)| Change::Parked {
            content_id,
            attempts,
            not_found: attempts,
            next_try,
            error: "x".into()
        }),
        (id(), at()).prop_map(|(content_id, created)| Change::Lost(Lost {
            content_id,
            created,
            reason: LossReason::Expired,
            records: 0
        })),
        (at(), at()).prop_map(|(from, to)| Change::Gap(Gap { from, to, reason: GapReason::TooFarBehind })),
        Just(Change::Unreported { gaps: vec![], lost: vec![] }),
    ]
}

proptest! {
    #[test]
    fn shortened_history_leads_to_the_same_state(history in prop::collection::vec(any_change(), 0..40)) {
        let mut feed = Feed::default();
        for change in &history {
            feed.apply(change);
        }
        let mut again = Feed::default();
        for change in super::super::shortened(&feed, history) {
            again.apply(&change);
        }
        prop_assert_eq!(again, feed);
    }

    #[test]
    fn steps_are_written_and_read_back(change in any_change()) {
        let text = serde_json::to_string(&change).unwrap();
        prop_assert_eq!(serde_json::from_str::<Change>(&text).unwrap(), change);
    }
}
