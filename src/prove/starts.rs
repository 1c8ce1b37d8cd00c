//! Every way in which a host may begin a call.

use super::Why;
use super::cells;
use super::lengths;
use super::live::Start;
use super::reads::Reads;
use crate::program::Program;
use crate::runtime::{Line, Machine};
use serde_json::Value as Json;
use smol_str::SmolStr;
use std::sync::Arc;

/// 2026-01-05, a Monday, in days since 1970-01-01; and nine o'clock.
const MONDAY: (i32, u32) = (20_458, 9 * 3_600_000);
/// Ways to begin that are tried at most.
const STARTS: usize = 256;

/// All of them. None where it begins with two instants that something asks for, or in too many ways.
pub(super) fn starts(machine: &Arc<Machine>, reads: &Reads) -> Result<Vec<Start>, Why> {
    let p = &machine.program;
    // What has a value of its own is given only where something asks for it.
    let params = p.params.iter().enumerate().map(|(at, param)| (param, reads.asks_param(at as u32)));
    let given = params.filter(|(param, asked)| param.default.is_none() || *asked);
    let params = cells::arguments(p, reads, given).map_err(beginning)?;
    let mut begun = Vec::new();
    for flow in p.entries.iter().filter_map(|f| p.flows.get(*f as usize)) {
        let taken = flow.vars.get(..flow.params as usize).unwrap_or(&[]);
        let taken = taken.iter().enumerate().map(|(at, param)| (param, reads.asks_var(p, at as u32, &param.name)));
        for args in cells::arguments(p, reads, taken).map_err(beginning)? {
            // One instant can be chosen when it begins, not two.
            if args.within.is_some() && params.iter().any(|g| g.within.is_some()) {
                return Err(Why::Starts);
            }
            let ways = lengths::ways(&reads.plain_lengths);
            begun.extend(params.iter().flat_map(|params| ways.iter().map(move |lengths| (params, lengths))).map(|(params, lengths)| {
                Start {
                    machine: Arc::clone(machine),
                    line: Line::Flow,
                    flow: flow.name.clone(),
                    args: args.value.clone(),
                    params: params.value.clone(),
                    within: args.within.or(params.within),
                    called: !flow.case,
                    lengths: lengths.clone(),
                    at: machine.instant(MONDAY.0, MONDAY.1).unwrap_or_default(),
                }
            }));
        }
    }
    // What is done from period to period is done in no call.
    if periods(p) {
        begun.extend(params.iter().map(|params| Start {
            machine: Arc::clone(machine),
            line: Line::Organisation,
            flow: SmolStr::default(),
            args: Json::Null,
            params: params.value.clone(),
            within: params.within,
            called: false,
            lengths: Vec::new(),
            at: machine.instant(MONDAY.0, MONDAY.1).unwrap_or_default(),
        }));
    }
    if begun.len() > STARTS { Err(Why::Starts) } else { Ok(begun) }
}

/// Whether a 周期 does anything, when it is missed, that matters.
pub(super) fn periods(p: &Program) -> bool {
    p.schedules.iter().any(|s| s.missed.is_some())
}

/// It is the values of a beginning that are too many.
fn beginning(why: Why) -> Why {
    if why == Why::Values { Why::Starts } else { why }
}
