//! Limits in a snapshot: by name, with absolute instants.

use super::clock::Clock;
use super::state::{Limits, Stage};
use crate::program::spell::{For, Speller};
use crate::runtime::freeze::{freeze, freeze_key, freeze_slot};
use crate::runtime::machine::Machine;
use crate::runtime::state::{NEVER, NONE};
use crate::runtime::value::Val;
use serde_json::{Map, Value as Json, json};

impl Machine {
    /// All limits as a snapshot holds them.
    pub(crate) fn freeze_limits(&self, limits: &Limits) -> Json {
        let name = |list: Option<&smol_str::SmolStr>| list.map(|n| n.to_string());
        let speller = Speller::new(&self.program, For::Names);
        let deadlines = limits.deadlines.iter().map(|x| {
            let events = x.events.iter().filter_map(|(e, args)| self.freeze_event(*e, args));
            let decl = self.program.deadlines.get(x.deadline as usize);
            json!({
                "name": name(decl.map(|d| &d.name)), "limit": decl.map(|d| speller.in_flow(d.flow).limit(&d.limit)),
                "key": freeze_key(self, &x.key.val), "of": x.of, "opened": x.opened, "clock": self.freeze_clock(&x.clock),
                "pausing": decl.map(|d| set_bits(x.pausing, d.pauses.iter().map(|p| speller.pause(p)))),
                "warned": decl.map(|d| set_bits(x.warned, d.warnings.iter().map(|w| speller.warning(d, w)))),
                "overdue": x.overdue, "unstarted": x.unstarted, "rounds": x.rounds, "events": events.collect::<Map<_, _>>(),
            })
        });
        let ladders = limits.ladders.iter().map(|c| {
            let decl = self.program.ladders.get(c.ladder as usize);
            let rung = decl.and_then(|l| l.rungs.get(c.rung as usize));
            let role = rung.and_then(|r| self.program.roles.get(r.role as usize));
            let limit = rung.and_then(|r| r.limit.as_ref());
            json!({
                "name": name(decl.map(|l| &l.name)), "key": freeze_key(self, &c.key.val), "of": c.of,
                "starter": (c.starter != NONE).then_some(c.starter), "rung": name(role.map(|r| &r.name)),
                "limit": limit.map(|l| speller.in_flow(decl.and_then(|d| d.flow)).limit(l)), "opened": c.opened,
                "clock": self.freeze_clock(&c.clock),
            })
        });
        let schedules = self.program.schedules.iter().zip(&limits.schedules).map(|(s, o)| {
            let at = |t: i64| (t < NEVER).then_some(t);
            let duty = s.duties.get(o.at as usize).map(|d| speller.events(&d.on));
            let alike = s.duties.iter().take(o.at as usize).filter(|d| Some(speller.events(&d.on)) == duty).count();
            let mut frozen = json!({
                "name": s.name.as_str(), "period": o.period.as_str(), "stage": stage_word(o.stage), "opens": at(o.opens),
                "due": at(o.last), "ends": at(o.ends), "next": at(o.next), "duty": duty,
                "count": o.count, "items": o.items,
            });
            // Of duties that are written alike it is told how many are behind.
            if let (Some(frozen), true) = (frozen.as_object_mut(), alike > 0) {
                frozen.insert("alike".into(), alike.into());
            }
            frozen
        });
        let kept = limits.kept.iter().map(|k| {
            let decl = self.program.retains.get(k.retain as usize);
            let form = decl.and_then(|r| self.program.forms.get(r.form as usize));
            json!({
                "form": name(form.map(|f| &f.name)), "from": decl.map(|r| speller.keyed(&r.from)), "key": freeze_key(self, &k.key.val),
                "opened": k.opened, "paused_since": k.paused,
                "pausing": decl.map(|r| set_bits(k.pausing, r.pauses.iter().map(|p| speller.pause(p)))),
                "moved": k.moved, "rounds": k.rounds, "due": k.due,
            })
        });
        let absent = limits.absent.iter().filter_map(|r| self.program.roles.get(*r as usize)).map(|r| r.name.as_str());
        json!({
            "deadlines": deadlines.collect::<Vec<_>>(), "ladders": ladders.collect::<Vec<_>>(),
            "schedules": schedules.collect::<Vec<_>>(), "kept": kept.collect::<Vec<_>>(), "absent": absent.collect::<Vec<_>>(),
        })
    }

    fn freeze_event(&self, event: u32, args: &[Val]) -> Option<(String, Json)> {
        let event = self.program.events.get(event as usize)?;
        let args = event.params.iter().zip(args).map(|(p, v)| (p.name.to_string(), freeze_slot(self, &p.slot, v)));
        Some((event.name.to_string(), Json::Object(args.collect())))
    }

    fn freeze_clock(&self, clock: &Clock) -> Json {
        json!({
            "bound": freeze(self, &clock.bound), "start": clock.start, "since": clock.since, "used": clock.used,
            "paused_since": clock.paused, "lost": clock.lost, "due": clock.last,
        })
    }
}

/// The parts whose bits are set, by the words they are written in.
fn set_bits(bits: u32, words: impl Iterator<Item = String>) -> Vec<String> {
    words.enumerate().filter(|(n, _)| 1_u32.checked_shl(*n as u32).unwrap_or(0) & bits != 0).map(|(_, word)| word).collect()
}

/// The words of the stages of a period.
pub(super) const STAGES: [(Stage, &str); 5] =
    [(Stage::Waiting, "waiting"), (Stage::Open, "open"), (Stage::Kept, "kept"), (Stage::Missed, "missed"), (Stage::Left, "left")];

fn stage_word(stage: Stage) -> &'static str {
    STAGES.iter().find(|(s, _)| *s == stage).map_or("left", |(_, word)| word)
}
