//! One scenario, played: its lines are sent to a session, its host answers as 设 says, its expectations are judged.

use super::given::Given;
use super::journal::{Breach, Journal, Told};
use super::report::{Ending, Fault};
use super::script::{Script, answer};
use super::{expect, line};
use crate::api::narrate;
use crate::base::{Message, Span, width::is_spoken};
use crate::runtime::{Effect, EffectKind, ErrorKind, Event, EventError, RuleVerdict, Scored, Session, Start, Turn};
use crate::sema::model::{Mark, Play, PlayKind, Scenario};
use serde_json::Value as Json;

/// 2026-01-05, a Monday, in days since 1970-01-01; and nine o'clock.
const MONDAY: (i32, u32) = (20_458, 9 * 3_600_000);
/// Answers of stubs that one line may cause; a script that asks for ever is stopped.
const ANSWERS: u32 = 1_000;

/// Instants at which something may be due while one line lets time pass; a script that waits for ever in small steps is stopped.
const DUE: u32 = 100_000;

/// One scenario being played.
pub(super) struct Player<'a> {
    pub(super) script: Script<'a>,
    pub(super) session: Session,
    pub(super) given: Given,
    pub(super) journal: Journal,
    start: i64,
    now: i64,
    /// When the last turn that began is over.
    spoken: i64,
    /// What comes now is the last of the scenario: rules are judged as if the call were over.
    closing: bool,
    /// It is a recording.
    pub(super) audit: bool,
}

/// How rules stand, and what was found of them.
pub(super) struct Standing {
    pub(super) verdicts: Vec<RuleVerdict>,
    pub(super) score: Option<Scored>,
    pub(super) breaches: Vec<Breach>,
}

impl Standing {
    /// The breaches of a rule or limit, and of lines by their class or step.
    pub(super) fn of(&self, name: &str) -> impl Iterator<Item = &Breach> {
        self.breaches.iter().filter(move |b| b.sure && b.name == name)
    }

    /// How often nobody can tell whether a line of this class or step was said.
    pub(super) fn unsure(&self, name: &str) -> i64 {
        self.breaches.iter().filter(|b| !b.sure && b.name == name).count() as i64
    }
}

/// What came of a scenario.
pub(super) struct Played {
    /// Its end.
    pub(super) ending: Ending,
    /// The call up to there.
    pub(super) call: Vec<Told>,
    /// When it began.
    pub(super) start: i64,
    /// How every rule stands at its end.
    pub(super) verdicts: Vec<RuleVerdict>,
}

/// Plays a scenario.
pub(super) fn play(script: Script<'_>, scenario: &Scenario) -> Played {
    let mut player = match begin(script, scenario) {
        Ok(player) => player,
        Err(fault) => return Played { ending: Ending::Failed(fault), call: Vec::new(), start: 0, verdicts: Vec::new() },
    };
    let ending = player.run(scenario).map_or_else(Ending::Failed, |()| Ending::Passed);
    // Whatever was expected last, the rules are judged at the end.
    player.closing = closes(scenario) && matches!(ending, Ending::Passed);
    let verdicts = player.standing().verdicts;
    Played { ending, call: player.journal.call, start: player.start, verdicts }
}

/// Whether the call of a scenario is taken to be over behind its last line.
fn closes(scenario: &Scenario) -> bool {
    scenario.line.is_none() && !scenario.plays.iter().any(|p| matches!(p.kind, PlayKind::Unfinished))
}

fn begin<'a>(script: Script<'a>, scenario: &Scenario) -> Result<Player<'a>, Fault> {
    let refused = |why: Message| Fault { at: scenario.span, expected: Message::new("能开始", "that it begins"), actual: why };
    let (date, ms) = match &scenario.start {
        None => MONDAY,
        Some(expr) => script.values.local(expr).ok_or_else(|| refused(Message::new("开始的时间算不出来", "its beginning is not known")))?,
    };
    let start = script.reckon(|r| r.instant(date, ms)).map_err(refused)?;
    let given = Given::new(script.model, &script.values, scenario).map_err(refused)?;
    let plays = line::of(&script, &given, scenario)
        .ok_or_else(|| refused(Message::new("开始流程的参数算不出来", "the flow's arguments are not known")))?;
    let begin = Start {
        flow: plays.flow,
        args: plays.args,
        params: Json::Object(line::params(&script, &given, scenario.audit)),
        at: start,
        id: scenario.name.clone(),
        line: plays.line,
        audit: scenario.audit,
        ..Start::default()
    };
    let machine = script.machine.clone();
    let session = Session::new(machine, begin).map_err(|e| refused(e.message()))?;
    let journal = Journal::new(start);
    let mut player = Player { script, session, given, journal, start, now: start, spoken: start, closing: false, audit: scenario.audit };
    player.settle(scenario.span)?;
    Ok(player)
}

impl Player<'_> {
    fn run(&mut self, scenario: &Scenario) -> Result<(), Fault> {
        // What is expected at the end is judged also after the call, unless it goes on.
        let closes = closes(scenario);
        let last = scenario.plays.iter().rposition(|p| !matches!(p.kind, PlayKind::Expect(_))).map_or(0, |i| i + 1);
        let mut ticked = true;
        for (i, play) in scenario.plays.iter().enumerate() {
            let at = self.instant(play)?;
            // A line of a recording without a time comes after the one before; nobody knows when.
            let untimed = scenario.audit && play.time.is_none() && !ticked;
            ticked = matches!(play.kind, PlayKind::Tick);
            if let PlayKind::Expect(all) = &play.kind {
                self.advance(at, play.span)?;
                self.closing = i >= last && closes;
                for expectation in all {
                    expect::judge(self, expectation)?;
                }
                continue;
            }
            let until =
                play.until.as_ref().map(|t| self.script.instant(t, self.start, at)).transpose().map_err(|why| unread(play.span, why))?;
            let mut events = self.script.events(play, until).map_err(|why| unread(play.span, why))?;
            if scenario.audit {
                events = events.into_iter().map(|e| recorded(e, play, at)).collect();
            }
            if events.is_empty() {
                self.advance(at, play.span)?;
            }
            for event in &events {
                if let Event::Submit { form: Some(form), .. } = event {
                    self.advance(at, play.span)?;
                    for fill in line::left_out(&self.script, &self.session, form) {
                        self.give(&fill, at, play.span)?;
                    }
                }
                if untimed {
                    self.journal.given(self.script.machine, at, event);
                    self.session.send_untimed(event).map_err(|e| undone(play.span, &e))?;
                    self.settle(play.span)?;
                } else {
                    self.give(event, at, play.span)?;
                }
                if scenario.audit {
                    self.journal.recorded(self.script.machine, event);
                }
            }
        }
        Ok(())
    }

    /// How every rule stands; at the end of the scenario as if the call were over.
    pub(super) fn standing(&self) -> Standing {
        let breaches = self.journal.breaches.clone();
        if !self.closing {
            return Standing { verdicts: self.session.verdicts(), score: self.session.score(), breaches };
        }
        let mut over = self.session.clone();
        // The call goes on as long as somebody speaks; one that has ended already stands as it stands. What it would come by is no more
        // than supposed.
        let end = over.now().max(self.spoken);
        let _ = self.script.machine.unnoted(|| over.send(&Event::CallEnded, end));
        let mut standing = Standing { verdicts: over.verdicts(), score: over.score(), breaches };
        for effect in over.take_effects() {
            standing.breaches.extend(Breach::of(self.script.machine, &effect));
        }
        standing
    }

    /// The instant from which times are counted.
    pub(super) fn start(&self) -> i64 {
        self.start
    }

    fn instant(&mut self, play: &Play) -> Result<i64, Fault> {
        if let Some(time) = &play.time {
            self.now = self.script.instant(time, self.start, self.now).map_err(|why| unread(play.span, why))?;
        }
        Ok(self.now)
    }

    /// Does what the scenario's line says.
    fn give(&mut self, event: &Event, at: i64, span: Span) -> Result<(), Fault> {
        self.advance(at, span)?;
        self.journal.given(self.script.machine, at, event);
        if let Some(until) = turn_end(event) {
            self.spoken = self.spoken.max(until);
        }
        match self.session.send(event, at) {
            Ok(()) => self.settle(span),
            // What a recording notes after the end changes nothing.
            Err(error) if error.kind == ErrorKind::Ended && matches!(event, Event::CallEnded | Event::Hangup(_)) => Ok(()),
            Err(error) => Err(undone(span, &error)),
        }
    }

    /// Lets time pass, one deadline after the other, so that the host's answers come when they are asked for.
    fn advance(&mut self, at: i64, span: Span) -> Result<(), Fault> {
        for _ in 0..DUE {
            let Some(due) = self.session.next_deadline().filter(|due| *due <= at) else { return self.pass(at, span) };
            self.pass(due.max(self.session.now()), span)?;
        }
        let actual = Message::new("时间一直有事到期，停了下来", "something is due again and again; stopped");
        Err(Fault { at: span, expected: Message::new("时间能走到这里", "that time can pass to here"), actual })
    }

    fn pass(&mut self, at: i64, span: Span) -> Result<(), Fault> {
        loop {
            match self.session.advance(at) {
                Ok(()) => return self.settle(span),
                Err(error) if error.kind == ErrorKind::Unfinished => self.settle(span)?,
                Err(error) => {
                    let expected = Message::new("时间能走到这里", "that time can pass to here");
                    return Err(Fault { at: span, expected, actual: narrate::refusal(&error) });
                }
            }
        }
    }

    /// Notes the effects and gives the host's answers, until nothing more is asked.
    fn settle(&mut self, span: Span) -> Result<(), Fault> {
        for _ in 0..ANSWERS {
            let effects = self.session.take_effects();
            if effects.is_empty() {
                return Ok(());
            }
            let mut replies = Vec::new();
            for effect in &effects {
                self.note(effect);
                replies.extend(self.reply(effect));
            }
            for reply in replies {
                let at = self.session.now();
                // A reply that comes too late for its question is one that the script did not wait for.
                if self.session.send(&reply, at).is_ok() {
                    self.journal.given(self.script.machine, at, &reply);
                }
            }
        }
        let actual = Message::new("动作问个不停，停了下来", "the actions never stop asking; stopped");
        Err(Fault { at: span, expected: Message::new("能停在一处等待", "that it comes to rest"), actual })
    }

    fn note(&mut self, effect: &Effect) {
        self.journal.effect(self.script.machine, effect);
    }

    /// What the host does at once: answers the actions that 设 answers, fills what 设 fills.
    fn reply(&self, effect: &Effect) -> Vec<Event> {
        let machine = self.script.machine;
        match &effect.kind {
            EffectKind::Do(done) if done.awaits => {
                let Some(action) = machine.program.actions.get(done.action as usize) else { return Vec::new() };
                let value = self.given.answer(done.action);
                value.map(|v| answer(action.name.clone(), v, Some(done.id))).into_iter().collect()
            }
            EffectKind::Form => self.given.fill(&self.session, effect.case),
            _ => Vec::new(),
        }
    }
}

/// A line of which nobody knows before the call what it says.
fn unread(span: Span, why: Message) -> Fault {
    Fault { at: span, expected: Message::new("说得清这一行是什么", "that this line says what it is"), actual: why }
}

fn undone(span: Span, error: &EventError) -> Fault {
    let expected = Message::new("做得到这一件事", "that this can be done");
    Fault { at: span, expected, actual: narrate::refusal(error) }
}

/// Characters a minute at which a turn of unknown length is reckoned.
const PACE: i64 = 240;

/// The same where a line is marked 〔放慢〕.
const SLOW_PACE: i64 = 120;

/// When a turn is over, where that is told as it begins.
fn turn_end(event: &Event) -> Option<i64> {
    match event {
        Event::Say { until, .. } => *until,
        Event::Spoken(turn) => turn.until,
        _ => None,
    }
}

/// A turn as a recording tells it: with its marks, and an end that is reckoned where it is not written.
fn recorded(event: Event, play: &Play, at: i64) -> Event {
    let (Event::Say { who, text, until }, PlayKind::Speech { marks, .. }) = (&event, &play.kind) else { return event };
    let spoken = text.chars().filter(|c| is_spoken(*c)).count() as i64;
    let pace = if marks.contains(&Mark::Slow) { SLOW_PACE } else { PACE };
    let reckoned = at.saturating_add(spoken * 60_000 / pace);
    Event::Spoken(Box::new(Turn {
        who: *who,
        text: text.clone(),
        until: Some(until.unwrap_or(reckoned)),
        guessed: until.is_none(),
        cut_in: marks.contains(&Mark::CutIn),
        ..Turn::default()
    }))
}
