//! The shortest way through a call: an option that leads to a step of fixed words and more options.
//!
//! Nothing in it can fail, so nothing need be kept to undo it; and all it reads stands in one place for each step.

use super::effect::{Effect, EffectKind};
use super::index::{Index, Quick};
use super::session::Session;
use super::state::{NEVER, NONE, Shown};
use std::collections::HashMap;

/// The steps that say fixed words and rest, each in one run of numbers: itself, where its code begins, its shape, which labels it
/// offers, and for each of them where the run of the step it leads to begins. Steps are many and visited in no order, so a run is short.
#[derive(Debug, Default)]
pub(crate) struct Runs {
    /// Where the run of each step begins; [`NONE`] for a step that is not so simple.
    at: Vec<u32>,
    words: Vec<u32>,
    /// The lists of labels; most steps offer the same.
    labels: Vec<Vec<u32>>,
}

/// Numbers before those of the options.
const HEAD: usize = 4;
/// Operations before the rest, at most.
const OPS: u32 = 16;
/// In a step's shape: something is offered. Below it, a bit for each operation that is a tip, and how many operations there are.
const OFFERS: u32 = 1 << 31;
const TIPS: u32 = 8;

impl Runs {
    /// Finds the simple steps of a program.
    pub(crate) fn new(ix: &Index) -> Self {
        let shapes: Vec<Option<u32>> = (0..ix.steps.len()).map(|step| shape(ix, step)).collect();
        let mut runs = Self { at: vec![NONE; shapes.len()], ..Self::default() };
        let mut next = 0;
        for (step, at) in ix.steps.iter().zip(&mut runs.at).zip(&shapes).filter(|(_, shape)| shape.is_some()).map(|(pair, _)| pair) {
            *at = next;
            next += HEAD as u32 + (step.opts.1 - step.opts.0);
        }
        let mut known: HashMap<Vec<u32>, u32> = HashMap::new();
        for (i, step) in ix.steps.iter().enumerate() {
            let Some(Some(shape)) = shapes.get(i) else { continue };
            let options = ix.opts.get(step.opts.0 as usize..step.opts.1 as usize).unwrap_or(&[]);
            let labels: Vec<u32> = options.iter().map(|o| o.label).collect();
            let list = *known.entry(labels).or_insert_with_key(|labels| {
                runs.labels.push(labels.clone());
                runs.labels.len() as u32 - 1
            });
            runs.words.extend([i as u32, step.entry, *shape, list]);
            runs.words.extend(options.iter().map(|option| match ix.ops.get(option.body as usize) {
                Some(Quick::Goto(to)) if option.quick => runs.at.get(*to as usize).copied().unwrap_or(NONE),
                _ => NONE,
            }));
        }
        runs
    }

    /// The head of the run that begins here.
    #[inline]
    fn head(&self, at: u32) -> Option<&[u32; HEAD]> {
        self.words.get(at as usize..)?.first_chunk::<HEAD>()
    }

    /// Where the run begins that the option with this label leads to. Nobody can foretell what is chosen, so the list is always
    /// gone through whole: stopping at the label would cost a wrong guess of the processor nearly each time.
    #[inline]
    fn leads(&self, at: u32, list: u32, label: u32) -> Option<u32> {
        let labels = self.labels.get(list as usize)?;
        let nth = labels.iter().enumerate().rev().fold(labels.len(), |nth, (n, l)| if *l == label { n } else { nth });
        let targets = self.words.get(at as usize + HEAD..)?.get(..labels.len())?;
        targets.get(nth).copied().filter(|to| *to != NONE)
    }

    /// Where the run of a step begins; `guess` is where the last one began, which is nearly always it.
    #[inline]
    fn of(&self, step: u32, guess: u32) -> Option<u32> {
        if self.head(guess).is_some_and(|[own, ..]| *own == step) {
            return Some(guess);
        }
        self.at.get(step as usize).copied().filter(|at| *at != NONE)
    }
}

/// How many operations a simple step has before it rests, which of them are tips, whether anything is offered.
fn shape(ix: &Index, step: usize) -> Option<u32> {
    let step = ix.steps.get(step)?;
    let flow = ix.flows.get(step.flow as usize)?;
    let guarded = |(from, to): (u32, u32)| ix.opts.get(from as usize..to as usize).is_none_or(|o| o.iter().any(|o| o.guarded));
    if !step.free || guarded(step.opts) || guarded(flow.opts) || ix.heard.lengths() || ix.heard.machine() || ix.limits.any {
        return None;
    }
    let mut tips = 0;
    for n in 0..=OPS {
        match ix.ops.get((step.entry + n) as usize)? {
            Quick::Say => {}
            Quick::Tip => tips |= 1 << n,
            Quick::Rest => {
                let offers = step.opts.0 < step.opts.1 || flow.opts.0 < flow.opts.1;
                return Some(n | tips << TIPS | if offers { OFFERS } else { 0 });
            }
            _ => return None,
        }
    }
    None
}

impl Session {
    /// Takes a choice of the call where everything about it is simple; whether it did.
    #[inline]
    pub(crate) fn choose_quickly(&mut self, label: u32, at: i64) -> bool {
        let runs = &self.m.index.runs;
        let Some(thread) = self.st.threads.first_mut() else { return false };
        let [top] = thread.frames.as_mut_slice() else { return false };
        let Some(from) = runs.of(top.step, self.run) else { return false };
        let Some(&[_, entry, shape, list]) = runs.head(from) else { return false };
        if top.pc != entry + (shape & 0xff) || top.due != NEVER {
            return false;
        }
        let Some(to) = runs.leads(from, list, label) else { return false };
        let Some(&[step, entry, shape, _]) = runs.head(to) else { return false };
        self.run = to;
        let ops = shape & 0xff;
        let (left, rest) = (top.step, entry + ops);
        // Written in one go, each effect where it stays: one that is made elsewhere and moved costs as much as all else here.
        let count = 2 + ops + u32::from(shape & OFFERS != 0);
        self.out.extend((0..count).map(move |n| {
            let kind = match n {
                0 => EffectKind::Leave,
                1 => EffectKind::Enter,
                n if n == ops + 2 => EffectKind::Options(None),
                n if shape >> TIPS >> (n - 2) & 1 == 1 => EffectKind::Tip(None),
                _ => EffectKind::Say(None),
            };
            Effect { at, pc: if n < 2 { NONE } else { entry + n - 2 }, step: if n == 0 { left } else { step }, case: 0, kind }
        }));
        match thread.shown.as_mut_slice() {
            [Shown::Fixed(line)] if ops == 1 => *line = entry,
            _ => {
                thread.shown.clear();
                thread.shown.extend((entry..rest).map(Shown::Fixed));
            }
        }
        self.st.core.now = at;
        (top.step, top.pc, top.entered, top.stayed) = (step, rest, at, at.saturating_sub(1));
        true
    }
}
