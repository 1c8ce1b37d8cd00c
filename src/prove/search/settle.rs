//! The state that two calls have come to: what is due in both, and how far from what came before.

use super::{Came, Search};
use crate::prove::Why;
use crate::prove::clock;
use crate::prove::live::Lived;
use crate::prove::node::{From, Node, Rest, begun_with, counts_from, kept};
use crate::prove::orders::Owed;
use crate::prove::path::Step;
use crate::prove::told::Found;
use crate::prove::zone::{FREE, Limit, Zone};

impl Search<'_> {
    /// The state that two calls have come to by a step; none where they do not tell yet what depends on what.
    pub(in crate::prove) fn settled(
        &mut self,
        (parent, owed): (Option<usize>, Vec<Owed>),
        begun: usize,
        step: &Step,
        zone: &Zone,
        mut pair: [Lived; 2],
    ) -> Result<Option<Came>, Why> {
        let [one, other] = &pair;
        let before = parent.and_then(|id| self.nodes.get(id));
        let broken = [one, other].map(|lived| match self.broken(&lived.session) {
            found if self.blamed(before, step, &lived.session) => found,
            _ => Found::Nothing,
        });
        match broken {
            [Found::Nothing, Found::Nothing] => {}
            [Found::LeftOut, Found::LeftOut] => {
                self.left_out = true;
                return Ok(Some(Came::Nowhere));
            }
            [Found::Broken(sentence), Found::Broken(same)] if sentence == same => {
                let [one, _] = pair;
                return Ok(Some(Came::Broken(sentence, Box::new(one))));
            }
            // Other days may well be known: that such a call goes on some way or other shows nothing.
            [Found::NoYear, Found::NoYear] => {
                self.cut = self.cut.or(Some(Why::Years));
                return Ok(Some(Came::Nowhere));
            }
            [Found::Unjudged, Found::Unjudged] => self.cut = self.cut.or(Some(Why::Unjudged)),
            _ => return Ok(None),
        }
        let before = parent.and_then(|id| self.nodes.get(id));
        let read = |lived: &Lived| {
            let standing = self.standing(before, step, lived);
            (standing, clock::read(&lived.session, &self.reads, (&owed, standing)))
        };
        let [(standing, reading), (_, same)] = pair.each_ref().map(read);
        self.effort.read(reading.size, step.at);
        if reading.key != same.key || reading.ahead.len() != same.ahead.len() {
            return Ok(None);
        }
        let (mut step, mut zone, mut ahead, mut made) = (step.clone(), zone.clone(), Vec::new(), Vec::new());
        for (place, (a, b)) in reading.ahead.iter().zip(&same.ahead).enumerate() {
            let names = step.at + step.instants();
            let from = match a.counted && self.civil.is_some() {
                // That it ends with another which began before says nothing of other days.
                true if a.fresh => begun_with(&made, self.civil.is_some_and(|c| c.alike), &pair, (*a, *b)),
                true => kept(&zone, names, &pair, (a.at, b.at)),
                false => counts_from(&zone, names, &pair, (a.at, b.at)),
            };
            // A clock that stood goes on: it runs out when what was left of it is over.
            let [one, other] = &pair;
            let goes_on = |rest: &&Rest| one.instant(step.at) + rest.of(one) == a.at && other.instant(step.at) + rest.of(other) == b.at;
            let left = before.into_iter().flat_map(|node| &node.rests).find(goes_on).copied();
            let (soonest, latest) = match (left, from, self.civil) {
                (Some(left @ Rest::Between(..)), ..) => left.bounds(&zone),
                (_, From::Named(name, plus), _) => {
                    ahead.push((name, plus));
                    continue;
                }
                (_, From::Nothing, civil) => match (self.set(begun, &pair, step.at, (a.at, b.at)), civil) {
                    (Some(length), _) => length,
                    (None, Some(civil)) => (civil.soonest, civil.latest),
                    (None, None) => return Ok(None),
                },
                _ => return Ok(None),
            };
            let mut limits = vec![Limit::at_least(names, step.at, soonest)];
            limits.extend((latest < FREE).then(|| Limit::at_most(names, step.at, latest)));
            limits.extend(left.iter().flat_map(|rest| rest.put_off(&zone, names, step.at)));
            zone = zone.with(names);
            for (lived, at) in pair.iter_mut().zip([a.at, b.at]) {
                let after = at - lived.instant(step.at);
                if !(soonest..=latest).contains(&after) {
                    return Err(Why::Calendar);
                }
                lived.at.push(at);
            }
            if !zone.limit_all(&limits) {
                return Err(Why::Calendar);
            }
            step.limits.extend(limits);
            step.found.push(place);
            ahead.push((names, 0));
            made.push((names, a.sort));
        }
        let mut rests = Vec::new();
        for left in reading.rests.iter().copied().zip(same.rests.iter().copied()) {
            self.stands = true;
            match Rest::found(before, step.at, &pair, left) {
                Some(rest) => rests.push(rest),
                None => return Ok(None),
            }
        }
        let stood = rests.iter().filter_map(Rest::points).flatten().map(|(name, _)| name);
        let mut live: Vec<u32> = ahead.iter().map(|(name, _)| *name).chain([step.at]).chain(stood).collect();
        live.sort_unstable();
        live.dedup();
        if live.len() > self.bounds.clocks + 1 {
            return Err(Why::Clocks);
        }
        pair.iter_mut().for_each(|lived| lived.session.clear_effects());
        let (now, names) = (step.at, step.at + step.instants());
        let node = Node { parent, start: begun, step, names, now, zone: zone.only(&live), ahead, rests, owed, standing, lives: Some(pair) };
        Ok(Some(Came::State(Box::new(node), reading)))
    }
}
