//! 升级: from role to role, never down.

use super::{Ledger, carried};
use crate::naive::calendar::NoYear;
use crate::naive::script::What;
use crate::naive::script::limits::{LADDERS, Length, ROLES};
use crate::naive::stream::START;

/// A ladder that runs.
#[derive(Debug, Clone)]
pub struct Climb {
    decl: usize,
    key: Option<usize>,
    pub rung: usize,
    /// When the rung was entered.
    since: i64,
}

impl Ledger<'_> {
    fn climbs_at(&self, l: usize, key: Option<usize>) -> Option<usize> {
        self.ladders.iter().position(|c| c.decl == l && c.key == key)
    }

    /// Starts a ladder; one that runs goes on as it is.
    pub(super) fn climb(&mut self, l: usize, key: Option<usize>) {
        let key = key.filter(|_| self.limits.ladders[l].keyed);
        if self.climbs_at(l, key).is_some() {
            return;
        }
        self.ladders.push(Climb { decl: l, key, rung: 0, since: self.now });
        self.ladders.sort_by_key(|c| (c.decl, c.key));
        if let Some(i) = self.climbs_at(l, key) {
            self.enter_rung(i, 0);
        }
        self.jump();
    }

    pub(super) fn ladder_takes(&mut self, l: usize, what: &What) {
        let decl = &self.limits.ladders[l];
        if let Some(key) = carried(decl.keyed, std::slice::from_ref(&decl.stop), what) {
            if let Some(i) = self.climbs_at(l, key) {
                self.ladders.remove(i);
                self.line(LADDERS[l], key, "closed false");
            }
            return;
        }
        for (on, to) in &decl.raises {
            let Some(key) = carried(decl.keyed, std::slice::from_ref(on), what) else { continue };
            if let Some(i) = self.climbs_at(l, key) {
                let rung = self.ladders[i].rung;
                if to.is_none_or(|to| to > rung) {
                    self.enter_rung(i, to.unwrap_or(rung + 1));
                }
            }
            // One event raises it once.
            return;
        }
    }

    /// 直达: whatever holds lifts a ladder.
    pub(super) fn jump(&mut self) {
        let running: Vec<(usize, Option<usize>)> = self.ladders.iter().map(|c| (c.decl, c.key)).collect();
        for (l, key) in running {
            for (to, when) in &self.limits.ladders[l].jumps {
                let Some(i) = self.climbs_at(l, key) else { break };
                if *to > self.ladders[i].rung && self.holds(when) {
                    self.enter_rung(i, *to);
                }
            }
        }
    }

    /// A rung is entered, or the first above it that has somebody; above the last is the top.
    pub(super) fn enter_rung(&mut self, i: usize, rung: usize) {
        let (l, key) = (self.ladders[i].decl, self.ladders[i].key);
        let decl = &self.limits.ladders[l];
        let has = |rung: &usize| !decl.rungs[*rung].optional || !self.absent.contains(&decl.rungs[*rung].role);
        match (rung..decl.rungs.len()).find(has) {
            Some(rung) => {
                let role = decl.rungs[rung].role;
                (self.ladders[i].rung, self.ladders[i].since) = (rung, self.now);
                let due = self.last_of_rung(&self.ladders[i]);
                match due {
                    Ok(due) => self.line(LADDERS[l], key, format!("hand_over {} {}", ROLES[role], due - START)),
                    Err(NoYear) => {
                        self.line(LADDERS[l], key, format!("hand_over {}", ROLES[role]));
                        self.no_year();
                    }
                }
                self.happens(What::HandedOver(role));
            }
            None => {
                self.ladders.remove(i);
                self.line(LADDERS[l], key, "top");
                self.body(&decl.top, key, None);
            }
        }
    }

    pub(super) fn last_of_rung(&self, c: &Climb) -> Result<i64, NoYear> {
        let limit = self.limits.ladders[c.decl].rungs[c.rung].limit;
        // Above a rung somebody stands: all of them are moved.
        let last = self.last(c.since, limit)?;
        let moved = self.shifted(last, None, true);
        Ok(if matches!(limit, Length::Ms(_)) && moved < c.since { last } else { moved })
    }
}
