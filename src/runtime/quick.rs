//! The shortest way through a call: an option that leads to a step of fixed words and more options.
//!
//! Nothing in it can fail, so nothing need be kept to undo it; and all it reads stands in one place for each step.

use super::effect::{Effect, EffectKind};
use super::index::{Index, Quick};
use super::session::Session;
use super::state::{NEVER, NONE, Shown};

/// The steps that say fixed words and rest, each in one run of numbers: itself, where its code begins, its shape, how many options it
/// has, and for each option its label and where the run of the step it leads to begins.
#[derive(Debug, Default)]
pub(crate) struct Runs {
    /// Where the run of each step begins; [`NONE`] for a step that is not so simple.
    at: Vec<u32>,
    words: Vec<u32>,
}

/// Numbers before the options.
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
        let mut runs = Self { at: vec![NONE; shapes.len()], words: Vec::new() };
        let mut next = 0;
        for (step, at) in ix.steps.iter().zip(&mut runs.at).zip(&shapes).filter(|(_, shape)| shape.is_some()).map(|(pair, _)| pair) {
            *at = next;
            next += HEAD as u32 + 2 * (step.opts.1 - step.opts.0);
        }
        for (i, step) in ix.steps.iter().enumerate() {
            let Some(Some(shape)) = shapes.get(i) else { continue };
            runs.words.extend([i as u32, step.entry, *shape, step.opts.1 - step.opts.0]);
            for option in ix.opts.get(step.opts.0 as usize..step.opts.1 as usize).unwrap_or(&[]) {
                let leads = match ix.ops.get(option.body as usize) {
                    Some(Quick::Goto(to)) if option.quick => runs.at.get(*to as usize).copied().unwrap_or(NONE),
                    _ => NONE,
                };
                runs.words.extend([option.label, leads]);
            }
        }
        runs
    }

    /// The head and the options of the run that begins here.
    #[inline]
    fn run(&self, at: u32) -> Option<(&[u32; HEAD], &[u32])> {
        let (head, rest) = self.words.get(at as usize..)?.split_first_chunk::<HEAD>()?;
        let [.., options] = *head;
        Some((head, rest.get(..2 * options as usize)?))
    }

    /// Where the run of a step begins.
    #[inline]
    fn of(&self, step: u32) -> Option<u32> {
        self.at.get(step as usize).copied().filter(|at| *at != NONE)
    }
}

/// How many operations a simple step has before it rests, which of them are tips, whether anything is offered.
fn shape(ix: &Index, step: usize) -> Option<u32> {
    let step = ix.steps.get(step)?;
    let flow = ix.flows.get(step.flow as usize)?;
    let guarded = |(from, to): (u32, u32)| ix.opts.get(from as usize..to as usize).is_none_or(|o| o.iter().any(|o| o.guarded));
    if !step.free || guarded(step.opts) || guarded(flow.opts) || ix.heard.lengths() || ix.heard.machine() || ix.watched {
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
        let Some((from, options)) = runs.of(top.step).and_then(|at| runs.run(at)) else { return false };
        let [_, entry, shape, _] = *from;
        if top.pc != entry + (shape & 0xff) || top.due != NEVER {
            return false;
        }
        let Some([_, leads]) = options.as_chunks::<2>().0.iter().find(|[l, _]| *l == label) else { return false };
        let Some((&[step, entry, shape, _], _)) = runs.run(*leads) else { return false };
        let effect = |pc, step, kind| Effect { at, pc, step, case: 0, kind };
        self.out.extend([effect(NONE, top.step, EffectKind::Leave), effect(NONE, step, EffectKind::Enter)]);
        thread.shown.clear();
        let rest = entry + (shape & 0xff);
        for pc in entry..rest {
            thread.shown.push(Shown::Fixed(pc));
            let tip = shape >> TIPS >> (pc - entry) & 1 == 1;
            self.out.push(effect(pc, step, if tip { EffectKind::Tip(None) } else { EffectKind::Say(None) }));
        }
        if shape & OFFERS != 0 {
            self.out.push(effect(rest, step, EffectKind::Options(None)));
        }
        self.st.core.now = at;
        (top.step, top.pc, top.entered, top.stayed) = (step, rest, at, at.saturating_sub(1));
        true
    }
}
