//! The screen of a call: what to say large, the answers by number, the clock, what just happened.

use super::app::{LogKind, Mode, Screen};
use super::entry;
use crate::base::Lang;
use crate::cli::run::scene::{Choice, LineKind};
use crate::cli::text::{clip, elapsed, pad, width, wrap};
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType, Paragraph};

/// Draws everything.
pub(crate) fn draw(frame: &mut Frame<'_>, screen: &Screen) {
    let area = frame.area();
    let mut lines = say_lines(screen, usize::from(area.width).saturating_sub(4));
    if lines.is_empty() && screen.call_stands() {
        lines.push(Line::styled(screen.t("（现在没有要说的话）", "(nothing to say now)").to_owned(), dim()));
    }
    let choices = choice_lines(screen, usize::from(area.width).saturating_sub(4));
    let free = usize::from(area.height).saturating_sub(3 + 1);
    // What to say and what to choose come first; the log takes what is left, but at least four lines where there is room for them.
    let say = (lines.len() + 2).clamp(3, (free * 2 / 5).max(3));
    let middle = if entry::shown(screen) { entry::height(screen) } else { choices.len() + 2 };
    let middle = middle.clamp(3, free.saturating_sub(say + 4).max(3));
    let [head, top, mid, bottom, keys] = Layout::vertical([
        Constraint::Length(2),
        Constraint::Length(fit(say)),
        Constraint::Length(fit(middle)),
        Constraint::Min(3),
        Constraint::Length(1),
    ])
    .areas(area);
    header(frame, head, screen);
    panel(frame, top, screen.t("该说的话", "What to say"), lines, Color::Cyan);
    if entry::shown(screen) {
        entry::draw(frame, mid, screen);
    } else {
        panel(frame, mid, screen.t("客户怎么回答", "What the customer answers"), choices, Color::Green);
    }
    let [left, right] = Layout::horizontal([Constraint::Fill(3), Constraint::Length(side_width(screen, area.width))]).areas(bottom);
    log(frame, left, screen);
    side(frame, right, screen);
    super::keys::draw(frame, keys, screen);
    super::popup::draw(frame, area, screen);
}

impl Screen {
    /// The call has begun and is not over.
    fn call_stands(&self) -> bool {
        !self.scene.clock.is_empty() && self.scene.over.is_none()
    }

    /// One of two texts.
    pub(crate) fn t<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        match self.lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }
}

/// A framed panel of lines.
pub(crate) fn panel(frame: &mut Frame<'_>, area: Rect, title: &str, lines: Vec<Line<'_>>, color: Color) {
    let block = Block::bordered()
        .border_type(BorderType::Rounded)
        .border_style(dim())
        .title(Span::styled(format!(" {title} "), Style::new().fg(color).add_modifier(Modifier::BOLD)));
    let room = usize::from(area.height).saturating_sub(2);
    let hidden = lines.len() > room;
    let mut lines: Vec<Line<'_>> = lines.into_iter().take(room).collect();
    if hidden && let Some(last) = lines.last_mut() {
        last.push_span(Span::styled(" …", dim()));
    }
    frame.render_widget(Paragraph::new(lines).block(block), area);
}

/// What stands back.
pub(crate) fn dim() -> Style {
    Style::new().fg(Color::DarkGray)
}

fn fit(n: usize) -> u16 {
    u16::try_from(n).unwrap_or(u16::MAX)
}

fn header(frame: &mut Frame<'_>, area: Rect, screen: &Screen) {
    let s = &screen.scene;
    let bold = Style::new().add_modifier(Modifier::BOLD);
    let mut first = vec![Span::styled(format!(" {} ", s.package), bold.fg(Color::Black).bg(Color::Cyan)), Span::raw(" ")];
    first.push(Span::styled(s.path.clone(), bold));
    if let Some(phase) = &s.phase {
        first.push(Span::styled(format!("  {} {phase}", screen.t("阶段", "phase")), dim()));
    }
    let clock = if screen.running { Span::styled("▶ ", Style::new().fg(Color::Green)) } else { Span::styled("⏸ ", dim()) };
    let mut second = vec![Span::raw(" "), clock, Span::raw(s.clock.clone()), Span::styled(format!("  +{}", elapsed(s.elapsed)), dim())];
    if let Some(mood) = &s.mood {
        let color = if matches!(mood.as_str(), "平静" | "正常") { Color::DarkGray } else { Color::Yellow };
        second.push(Span::styled(format!("   {} {mood}", screen.t("情绪", "mood")), Style::new().fg(color)));
    }
    if let Some(result) = &s.over {
        let text = format!("   {} {result}", screen.t("■ 已结束：", "■ ended:"));
        second.push(Span::styled(text, bold.fg(Color::Magenta)));
    }
    frame.render_widget(Paragraph::new(vec![Line::from(first), Line::from(second)]), area);
}

/// The lines to say, the orders bold, alternatives below each other.
fn say_lines(screen: &Screen, room: usize) -> Vec<Line<'static>> {
    let mut out = Vec::new();
    for line in &screen.scene.lines {
        let (head, color, bold) = match line.kind {
            LineKind::Must => (screen.t("必说", "must"), Color::Red, true),
            LineKind::Should => (screen.t("应说", "should"), Color::Yellow, true),
            LineKind::May => (screen.t("可说", "may"), Color::Green, false),
            LineKind::Tip => (screen.t("提示", "tip"), Color::Blue, false),
            LineKind::ReadBack => (screen.t("复述", "read"), Color::Red, true),
        };
        for (i, words) in line.words.iter().enumerate() {
            let head = if i == 0 { head } else { screen.t("  或", "  or") };
            let style = match (bold, line.kind) {
                (true, _) => Style::new().add_modifier(Modifier::BOLD),
                (_, LineKind::Tip) => Style::new().fg(Color::Blue),
                _ => Style::new(),
            };
            for (j, part) in wrap(words, room.saturating_sub(6)).into_iter().enumerate() {
                let head = pad(if j == 0 { head } else { "" }, 6);
                out.push(Line::from(vec![Span::styled(head, Style::new().fg(color)), Span::styled(part, style)]));
            }
        }
    }
    out
}

fn choice_lines(screen: &Screen, room: usize) -> Vec<Line<'static>> {
    let scene = &screen.scene;
    let widest = scene.options.iter().map(|o| width(&o.label)).max().unwrap_or(0).min(room / 2);
    let mut out: Vec<Line<'static>> = scene
        .options
        .iter()
        .enumerate()
        .map(|(i, o)| choice_line(i, o, widest, room, screen.cursor == i && screen.mode == Mode::Call))
        .collect();
    if out.is_empty() && scene.over.is_none() {
        let nothing = screen.t("（没有选项：等事件或时间）", "(no options: waiting for an event or for time)");
        out.push(Line::styled(nothing.to_owned(), dim()));
    }
    out
}

fn choice_line(i: usize, o: &Choice, widest: usize, room: usize, here: bool) -> Line<'static> {
    let key = key_of(i).map_or(" ".to_owned(), |k| k.to_string());
    let (label_style, key_style) = match &o.disabled {
        Some(_) => (dim(), dim()),
        None => (Style::new().add_modifier(Modifier::BOLD), Style::new().fg(Color::Black).bg(Color::Green)),
    };
    let mut rest = match &o.disabled {
        Some(why) => format!("✗ {why}"),
        None => o.samples.iter().map(|s| format!("“{s}”")).collect::<Vec<_>>().join(" "),
    };
    if o.anytime {
        rest = format!("↻ {rest}");
    }
    if o.case > 0 {
        rest = format!("#{} {rest}", o.case);
    }
    let rest = clip(&rest, room.saturating_sub(widest + 6));
    let label_style = if here { label_style.add_modifier(Modifier::UNDERLINED) } else { label_style };
    Line::from(vec![
        Span::styled(format!(" {key} "), key_style),
        Span::raw(" "),
        Span::styled(pad(&clip(&o.label, widest), widest), label_style),
        Span::raw("  "),
        Span::styled(rest, dim()),
    ])
}

/// The key of the option at a place: 1 to 9, then 0.
pub(crate) fn key_of(i: usize) -> Option<char> {
    match i {
        0..=8 => char::from_digit(i as u32 + 1, 10),
        9 => Some('0'),
        _ => None,
    }
}

fn log(frame: &mut Frame<'_>, area: Rect, screen: &Screen) {
    let room = usize::from(area.width).saturating_sub(4);
    let mut lines = Vec::new();
    for entry in &screen.log {
        let (mark, style) = match entry.kind {
            LogKind::Given => ("●", Style::new().fg(Color::Cyan)),
            LogKind::Machine => ("→", Style::new()),
            LogKind::Finding => ("!", Style::new().fg(Color::Yellow)),
            LogKind::Error => ("✗", Style::new().fg(Color::Red)),
        };
        let time = elapsed(entry.at);
        let indent = width(&time) + 3;
        for (i, part) in wrap(&entry.text, room.saturating_sub(indent)).into_iter().enumerate() {
            let head = if i == 0 { format!("{time} {mark} ") } else { " ".repeat(indent) };
            lines.push(Line::from(vec![Span::styled(head, dim()), Span::styled(part, style)]));
        }
    }
    let shown = usize::from(area.height).saturating_sub(2);
    let end = lines.len().saturating_sub(screen.scroll.min(lines.len().saturating_sub(shown)));
    let lines = lines.get(end.saturating_sub(shown)..end).unwrap_or_default().to_vec();
    panel(frame, area, screen.t("刚才", "What happened"), lines, Color::White);
}

fn side_width(screen: &Screen, whole: u16) -> u16 {
    let s = &screen.scene;
    if s.timers.is_empty() && s.cases.is_empty() && s.awaited.is_empty() { 0 } else { (whole / 3).clamp(24, 44) }
}

/// Limits counting down, answers awaited, open cases.
fn side(frame: &mut Frame<'_>, area: Rect, screen: &Screen) {
    if area.width < 10 {
        return;
    }
    let (s, room) = (&screen.scene, usize::from(area.width).saturating_sub(4));
    let mut lines = Vec::new();
    for timer in &s.timers {
        let left = elapsed(timer.left.max(0));
        let color = if timer.left * 5 < timer.whole { Color::Red } else { Color::Yellow };
        let head = pad(&clip(&timer.what, room.saturating_sub(width(&left) + 1)), room.saturating_sub(width(&left)));
        lines.push(Line::from(vec![Span::raw(head), Span::styled(left, Style::new().fg(color).add_modifier(Modifier::BOLD))]));
        lines.push(Line::styled(bar(timer.left, timer.whole, room), Style::new().fg(color)));
    }
    for action in &s.awaited {
        lines.push(Line::styled(clip(&format!("x {}", action.call), room), Style::new().fg(Color::Magenta)));
    }
    for case in &s.cases {
        lines.push(Line::styled(clip(case, room), dim()));
    }
    panel(frame, area, screen.t("计时 · 待答 · 工单", "Clocks · answers · cases"), lines, Color::Yellow);
}

fn bar(left: i64, whole: i64, room: usize) -> String {
    let full = if whole > 0 { (left.max(0) as i128 * room as i128 / whole as i128) as usize } else { 0 };
    format!("{}{}", "━".repeat(full.min(room)), "╌".repeat(room.saturating_sub(full)))
}
