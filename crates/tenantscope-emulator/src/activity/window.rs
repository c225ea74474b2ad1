//! `startTime` and `endTime`.

use time::{Duration, OffsetDateTime};

use super::error;
use crate::{
    clock,
    http::{Call, Reply},
};

const DAY: Duration = Duration::days(1);
const REACH: Duration = Duration::days(7);

/// The half-open window that a request names: both ends, or neither, which is the last day.
pub(crate) fn read(call: &Call) -> Result<(OffsetDateTime, OffsetDateTime), Reply> {
    let (start, end) = match (call.parameter("startTime"), call.parameter("endTime")) {
        (None, None) => return Ok((call.at - DAY, call.at)),
        (Some(start), Some(end)) => (start, end),
        _ => {
            return Err(error::reply(
                400,
                "AF20030",
                "Start time and end time must both be specified (or both omitted) and must be less than or equal to 24 hours \
                 apart, with the start time no more than 7 days in the past.",
            ));
        }
    };
    let time = |name: &str, text: &str| {
        let refusal = || {
            error::reply(400, "AF20002", &format!("Invalid parameter type: {name}. Expected type: datetime"))
        };
        clock::parse(text).ok_or_else(refusal)
    };
    let (from, to) = (time("startTime", start)?, time("endTime", end)?);
    if from > to || to - from > DAY || from < call.at - REACH {
        let text = format!(
            "Start time and end time must both be specified (or both omitted) and must be less than or equal to 24 hours apart, \
             with the start time prior to end time and start time no more than 7 days in the past. StartTime: {start}, EndTime: {end}."
        );
        return Err(error::reply(400, "AF20055", &text));
    }
    Ok((from, to))
}
