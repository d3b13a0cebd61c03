//! A long table as PDF/A-2a and PDF/UA-1, drawn row by row on krilla, the backend that the typesetter exports through.
//!
//! The typesetter needs 45 s and 4.7 GB for 30,000 rows; rows of fixed columns need none of what it can do. Everything
//! is laid out twice: once to count the pages, for "page 3 of 750" on each, and once to draw.

use std::collections::{BTreeSet, HashMap};
use std::num::NonZeroU16;
use std::ops::Range;
use std::sync::OnceLock;

use krilla::color::rgb;
use krilla::configure::{Accessibility, Archival, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::{DateTime, Metadata};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Identifier, Node, SpanTag, TableHeaderScope, Tag, TagGroup, TagTree,
};
use krilla::text::{Font, GlyphId, KrillaGlyph};
use krilla::{Document, SerializeSettings};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};
use time::{OffsetDateTime, UtcOffset};

use super::font_files::{BOLD, REGULAR, unpack};

/// A4, landscape, in points.
const WIDTH: f32 = 841.89;
const HEIGHT: f32 = 595.276;
const MARGIN: f32 = 36.0;
/// Where rows begin and end on a page.
const TOP: f32 = 56.0;
const BOTTOM: f32 = HEIGHT - 44.0;
const SIZE: f32 = 7.0;
const LEADING: f32 = 9.4;
const PAD: f32 = 2.5;
const HEAD_SIZE: f32 = 9.5;
/// A row of more lines goes on in a row of its own, so that no text, however long, leaves the page.
const LINES: usize = 40;

/// What stands on and around the table.
pub(super) struct Volume<'a> {
    pub title: String,
    /// Lines below the title, on the first page.
    pub about: Vec<String>,
    /// At the foot of every page.
    pub foot: String,
    pub lang: &'a str,
    pub ident: String,
    pub at: OffsetDateTime,
    /// Heads of the columns and their widths, which add up to 769 points.
    pub columns: &'a [(String, f32)],
    pub sections: Vec<Section>,
    /// `page 3 of 750` in the language of the volume.
    pub page: fn(usize, usize) -> String,
    /// Said behind a section's title where it goes on over a page.
    pub continued: &'a str,
}

/// Rows under one heading, which is also a bookmark.
pub(super) struct Section {
    pub title: String,
    /// Lines below it.
    pub about: Vec<String>,
}

/// The rows of a section: called twice, with the section's number and what takes a row.
pub(super) type Rows<'a> = &'a dyn Fn(usize, &mut dyn FnMut(&[&str]));

/// The file, its pages, and the characters that no font has.
pub(super) struct Drawn {
    pub bytes: Vec<u8>,
    pub pages: usize,
    pub missing: BTreeSet<char>,
}

/// Draws a volume.
pub(super) fn draw(volume: &Volume<'_>, rows: Rows<'_>) -> Result<Drawn, String> {
    let mut counting = Flow::new(volume, 0);
    counting.run(rows, &mut |_, _| {});
    let pages = counting.page;
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A2_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|e| format!("{e:?}"))?;
    let mut document = Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    let mut tags = Tags::default();
    let mut flow = Flow::new(volume, pages);
    flow.run(rows, &mut |ops, page| paint(&mut document, ops, page, &mut tags));
    let mut outline = Outline::new();
    for (section, (page, y)) in volume.sections.iter().zip(&flow.bookmarks) {
        let at = XyzDestination::new(*page, Point::from_xy(0.0, (y - 4.0).max(0.0)));
        outline.push_child(OutlineNode::new(section.title.clone(), at));
    }
    document.set_outline(outline);
    document.set_tag_tree(tags.tree(volume));
    let utc = volume.at.to_offset(UtcOffset::UTC);
    let year = u16::try_from(utc.year()).unwrap_or_default();
    let stamp = DateTime::new(year)
        .month(u8::from(utc.month()))
        .day(utc.day())
        .hour(utc.hour())
        .minute(utc.minute())
        .second(utc.second())
        .utc_offset_hour(0)
        .utc_offset_minute(0);
    document.set_metadata(
        Metadata::new()
            .title(volume.title.clone())
            .language(volume.lang.to_owned())
            .creator(concat!("dengbao ", env!("CARGO_PKG_VERSION")).to_owned())
            .creation_date(stamp)
            .document_id(volume.ident.clone()),
    );
    let bytes = document.finish().map_err(|e| format!("{e:?}"))?;
    Ok(Drawn { bytes, pages, missing: flow.missing })
}

/// The two weights, with glyph and width of every character.
struct Face {
    font: Font,
    units: f32,
    /// Glyph and width by character, for the first plane.
    plane: Vec<(u16, u16)>,
    beyond: HashMap<char, (u16, u16)>,
}

impl Face {
    fn new(bytes: Vec<u8>) -> Option<Face> {
        let shared = std::sync::Arc::new(bytes);
        let (mut plane, mut beyond) = (vec![(0, 0); 0x1_0000], HashMap::new());
        let reader = FontRef::new(&shared).ok()?;
        let metrics = reader.glyph_metrics(Size::unscaled(), LocationRef::default());
        for (code, glyph) in reader.charmap().mappings() {
            let width = metrics.advance_width(glyph).unwrap_or_default() as u16;
            let Ok(glyph) = u16::try_from(glyph.to_u32()) else { continue };
            match (plane.get_mut(code as usize), char::from_u32(code)) {
                (Some(place), _) => *place = (glyph, width),
                (None, Some(c)) => {
                    beyond.insert(c, (glyph, width));
                }
                (None, None) => {}
            }
        }
        let font = Font::new(shared.into(), 0)?;
        Some(Face { units: font.units_per_em(), font, plane, beyond })
    }

    fn glyph(&self, c: char) -> (u16, u16) {
        match self.plane.get(c as usize) {
            Some(glyph) => *glyph,
            None => self.beyond.get(&c).copied().unwrap_or_default(),
        }
    }

    fn width(&self, c: char, size: f32) -> f32 {
        f32::from(self.glyph(c).1) * size / self.units
    }
}

/// The regular and the bold weight.
fn faces() -> &'static [Face; 2] {
    static FACES: OnceLock<[Face; 2]> = OnceLock::new();
    FACES.get_or_init(|| {
        [REGULAR, BOLD].map(unpack).map(|bytes| Face::new(bytes).expect("the font is compiled in and whole"))
    })
}

/// Where a text belongs in the structure of the document.
#[derive(Clone, Copy)]
enum Place {
    Title,
    About,
    Heading,
    Remark,
    Head(usize),
    Cell(usize),
    Artifact(ArtifactType),
}

/// Something to draw.
enum Op {
    /// Text, baseline, size, bold, structure, and whether the last op's structure goes on.
    Text {
        text: String,
        x: f32,
        y: f32,
        size: f32,
        bold: bool,
        place: Place,
        joined: bool,
    },
    Box {
        x: f32,
        y: f32,
        width: f32,
        height: f32,
    },
    Line {
        y: f32,
    },
    /// A section, or a row of it, begins.
    Section,
    Row,
}

/// Lays out; `page` and `y` are where the next thing goes. Without the number of pages it only counts them.
struct Flow<'a> {
    volume: &'a Volume<'a>,
    pages: usize,
    page: usize,
    y: f32,
    ops: Vec<Op>,
    bookmarks: Vec<(usize, f32)>,
    missing: BTreeSet<char>,
}

impl<'a> Flow<'a> {
    fn new(volume: &'a Volume<'a>, pages: usize) -> Self {
        Flow { volume, pages, page: 0, y: TOP, ops: Vec::new(), bookmarks: Vec::new(), missing: BTreeSet::new() }
    }

    fn run(&mut self, rows: Rows<'_>, paint: &mut dyn FnMut(&[Op], usize)) {
        let volume = self.volume;
        self.page = 1;
        self.running_heads();
        self.y += 8.0;
        self.paragraph(&volume.title, 14.0, true, Place::Title);
        for line in &volume.about {
            self.paragraph(line, SIZE + 1.0, false, Place::About);
        }
        self.y += 8.0;
        for (at, section) in volume.sections.iter().enumerate() {
            // A heading stays with the first rows.
            if self.y + 90.0 > BOTTOM {
                self.turn(paint);
            }
            self.ops.push(Op::Section);
            self.y += 6.0;
            self.bookmarks.push((self.page - 1, self.y));
            self.paragraph(&section.title, HEAD_SIZE, true, Place::Heading);
            for line in &section.about {
                self.paragraph(line, SIZE, false, Place::Remark);
            }
            self.table_head(false);
            rows(at, &mut |cells| self.row(cells, section, paint));
            self.y += 8.0;
        }
        paint(&std::mem::take(&mut self.ops), self.page);
    }

    /// Ends the page and begins the next.
    fn turn(&mut self, paint: &mut dyn FnMut(&[Op], usize)) {
        paint(&std::mem::take(&mut self.ops), self.page);
        self.page += 1;
        self.y = TOP;
        self.running_heads();
    }

    fn running_heads(&mut self) {
        let volume = self.volume;
        if self.page > 1 {
            self.text(&volume.title, MARGIN, 32.0, SIZE, false, Place::Artifact(ArtifactType::Header), false);
        }
        self.text(&volume.foot, MARGIN, HEIGHT - 24.0, SIZE, false, Place::Artifact(ArtifactType::Footer), false);
        let number = (volume.page)(self.page, self.pages);
        let width: f32 = number.chars().map(|c| faces()[0].width(c, SIZE)).sum();
        let x = WIDTH - MARGIN - width;
        self.text(&number, x, HEIGHT - 24.0, SIZE, false, Place::Artifact(ArtifactType::PageNumber), false);
    }

    #[expect(clippy::too_many_arguments, reason = "a place on a page has many parts")]
    fn text(&mut self, text: &str, x: f32, y: f32, size: f32, bold: bool, place: Place, joined: bool) {
        if self.pages == 0 {
            return;
        }
        let text = self.shown(text);
        self.ops.push(Op::Text { text, x, y, size, bold, place, joined });
    }

    /// The text with characters that no font has as their code points.
    fn shown(&mut self, text: &str) -> String {
        if text.is_ascii() {
            return text.to_owned();
        }
        let faces = faces();
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            if faces.iter().all(|f| f.glyph(c).0 != 0) {
                out.push(c);
            } else {
                self.missing.insert(c);
                super::escape::push_code_point(&mut out, c);
            }
        }
        out
    }

    fn paragraph(&mut self, text: &str, size: f32, bold: bool, place: Place) {
        let text = self.shown(text);
        let lines = wrap(&text, WIDTH - 2.0 * MARGIN, size, &faces()[usize::from(bold)]);
        for (n, line) in lines.into_iter().enumerate() {
            // Headings are the provider's and our own words: they are cut, not flowed, after a third of a page.
            if n >= 12 {
                break;
            }
            self.y += size * 1.35;
            self.ops.push(Op::Text {
                text: text[line].to_owned(),
                x: MARGIN,
                y: self.y,
                size,
                bold,
                place,
                joined: n > 0,
            });
        }
        self.y += 2.0;
    }

    /// The head of the table; repeated ones are no part of the text.
    fn table_head(&mut self, repeated: bool) {
        let volume = self.volume;
        self.ops.push(Op::Box { x: MARGIN, y: self.y, width: WIDTH - 2.0 * MARGIN, height: LEADING + 2.0 * PAD });
        let mut x = MARGIN;
        for (column, (head, width)) in volume.columns.iter().enumerate() {
            let place = if repeated { Place::Artifact(ArtifactType::Other) } else { Place::Head(column) };
            self.text(head, x + PAD, self.y + PAD + SIZE, SIZE, true, place, false);
            x += width;
        }
        self.y += LEADING + 2.0 * PAD;
    }

    fn row(&mut self, cells: &[&str], section: &Section, paint: &mut dyn FnMut(&[Op], usize)) {
        let faces = faces();
        let volume = self.volume;
        let shown: Vec<String> = cells.iter().map(|cell| self.shown(cell)).collect();
        let lines: Vec<Vec<Range<usize>>> = shown
            .iter()
            .zip(volume.columns)
            .map(|(text, (_, width))| wrap(text, width - 2.0 * PAD, SIZE, &faces[0]))
            .collect();
        let most = lines.iter().map(Vec::len).max().unwrap_or(0).max(1);
        self.ops.push(Op::Row);
        for from in (0..most).step_by(LINES) {
            let height = (most - from).min(LINES) as f32 * LEADING + 2.0 * PAD;
            if self.y + height > BOTTOM {
                self.turn(paint);
                let text = format!("{} {}", section.title, volume.continued);
                let text = self.shown(&text);
                let first = wrap(&text, WIDTH - 2.0 * MARGIN, SIZE, &faces[1]).into_iter().next().unwrap_or(0..0);
                self.y += SIZE;
                let place = Place::Artifact(ArtifactType::Other);
                self.text(&text[first], MARGIN, self.y, SIZE, true, place, false);
                self.y += 4.0;
                self.table_head(true);
            }
            if self.pages == 0 {
                self.y += height;
                continue;
            }
            let mut x = MARGIN;
            for (column, (text, lines)) in shown.iter().zip(&lines).enumerate() {
                let part = lines.iter().skip(from).take(LINES);
                for (n, line) in part.enumerate() {
                    let y = self.y + PAD + SIZE + n as f32 * LEADING;
                    let text = text[line.clone()].to_owned();
                    let place = Place::Cell(column);
                    self.ops.push(Op::Text { text, x: x + PAD, y, size: SIZE, bold: false, place, joined: n > 0 });
                }
                x += volume.columns[column].1;
            }
            self.y += height;
            self.ops.push(Op::Line { y: self.y });
        }
    }
}

/// Structure elements, gathered page by page.
#[derive(Default)]
struct Tags {
    title: Vec<Identifier>,
    about: Vec<Identifier>,
    sections: Vec<SectionTags>,
}

#[derive(Default)]
struct SectionTags {
    heading: Vec<Identifier>,
    remark: Vec<Identifier>,
    heads: Vec<(usize, Identifier)>,
    rows: Vec<Vec<(usize, Identifier)>>,
}

impl Tags {
    fn note(&mut self, place: Place, id: Identifier) {
        match place {
            Place::Title => self.title.push(id),
            Place::About => self.about.push(id),
            Place::Artifact(_) => {}
            Place::Heading | Place::Remark | Place::Head(_) | Place::Cell(_) => {
                let Some(section) = self.sections.last_mut() else { return };
                match place {
                    Place::Heading => section.heading.push(id),
                    Place::Remark => section.remark.push(id),
                    Place::Head(column) => section.heads.push((column, id)),
                    _ => {
                        let Place::Cell(column) = place else { return };
                        if let Some(row) = section.rows.last_mut() {
                            row.push((column, id));
                        }
                    }
                }
            }
        }
    }

    fn tree(self, volume: &Volume<'_>) -> TagTree {
        let leaves = |ids: Vec<Identifier>| ids.into_iter().map(Node::from).collect::<Vec<Node>>();
        let heading = |level: u16, title: &str, ids| {
            let level = NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN);
            TagGroup::with_children(Tag::Hn(level, Some(title.to_owned())), leaves(ids))
        };
        let columns = volume.columns.len();
        // Every row has a cell in each column, empty or not, so that columns can be told apart by counting.
        let cells = |row: Vec<(usize, Identifier)>, head: bool| {
            let mut of: Vec<Vec<Node>> = vec![Vec::new(); columns];
            for (column, id) in row {
                of[column].push(id.into());
            }
            let mut tr = TagGroup::new(Tag::TR);
            for nodes in of {
                tr.push(if head {
                    TagGroup::with_children(Tag::TH(TableHeaderScope::Column), nodes)
                } else {
                    TagGroup::with_children(Tag::TD, nodes)
                });
            }
            tr
        };
        let mut tree = TagTree::new().with_lang(Some(volume.lang.to_owned()));
        tree.push(heading(1, &volume.title, self.title));
        tree.push(TagGroup::with_children(Tag::P, leaves(self.about)));
        for (section, of) in self.sections.into_iter().zip(&volume.sections) {
            let mut part = TagGroup::new(Tag::Section);
            part.push(heading(2, &of.title, section.heading));
            part.push(TagGroup::with_children(Tag::P, leaves(section.remark)));
            let mut table = TagGroup::new(Tag::Table);
            let mut head = TagGroup::new(Tag::THead);
            head.push(cells(section.heads, true));
            table.push(head);
            let mut body = TagGroup::new(Tag::TBody);
            for row in section.rows {
                body.push(cells(row, false));
            }
            table.push(body);
            part.push(table);
            tree.push(part);
        }
        tree
    }
}

/// Draws what one page holds.
fn paint(document: &mut Document, ops: &[Op], _: usize, tags: &mut Tags) {
    let Some(settings) = PageSettings::from_wh(WIDTH, HEIGHT) else { return };
    let mut page = document.start_page_with(settings);
    let mut surface = page.surface();
    let grey = |v: u8| rgb::Color::new(v, v, v);
    // Boxes and lines first, all of one kind in one path.
    let (mut boxes, mut lines) = (PathBuilder::new(), PathBuilder::new());
    for op in ops {
        match op {
            Op::Box { x, y, width, height } => {
                if let Some(rect) = Rect::from_xywh(*x, *y, *width, *height) {
                    boxes.push_rect(rect);
                }
            }
            Op::Line { y } => {
                lines.move_to(MARGIN, *y);
                lines.line_to(WIDTH - MARGIN, *y);
            }
            Op::Text { .. } | Op::Section | Op::Row => {}
        }
    }
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Other)));
    if let Some(path) = boxes.finish() {
        surface.set_stroke(None);
        surface.set_fill(Some(Fill { paint: grey(228).into(), ..Fill::default() }));
        surface.draw_path(&path);
    }
    if let Some(path) = lines.finish() {
        surface.set_fill(None);
        surface.set_stroke(Some(Stroke { paint: grey(190).into(), width: 0.4, ..Stroke::default() }));
        surface.draw_path(&path);
    }
    surface.end_tagged();
    surface.set_stroke(None);
    surface.set_fill(Some(Fill { paint: grey(20).into(), ..Fill::default() }));
    let mut open = false;
    for op in ops {
        match op {
            Op::Section => tags.sections.push(SectionTags::default()),
            Op::Row => {
                if let Some(section) = tags.sections.last_mut() {
                    section.rows.push(Vec::new());
                }
            }
            Op::Box { .. } | Op::Line { .. } => {}
            Op::Text { text, x, y, size, bold, place, joined } => {
                if !(*joined && open) {
                    if open {
                        surface.end_tagged();
                    }
                    let id = match place {
                        Place::Artifact(kind) => surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(*kind))),
                        _ => surface.start_tagged(ContentTag::Span(SpanTag::empty())),
                    };
                    tags.note(*place, id);
                    open = true;
                }
                let face = &faces()[usize::from(*bold)];
                let glyphs: Vec<KrillaGlyph> = text
                    .char_indices()
                    .map(|(at, c)| {
                        let (glyph, width) = face.glyph(c);
                        let advance = f32::from(width) / face.units;
                        KrillaGlyph::new(
                            GlyphId::new(glyph.into()),
                            advance,
                            0.0,
                            0.0,
                            0.0,
                            at..at + c.len_utf8(),
                            None,
                        )
                    })
                    .collect();
                surface.draw_glyphs(Point::from_xy(*x, *y), &glyphs, face.font.clone(), text, *size, false);
            }
        }
    }
    if open {
        surface.end_tagged();
    }
    surface.finish();
    page.finish();
}

/// Characters that no line begins with.
fn closes(c: char) -> bool {
    matches!(
        c,
        '，' | '。'
            | '、'
            | '；'
            | '：'
            | '？'
            | '！'
            | '）'
            | '】'
            | '》'
            | '”'
            | '’'
            | '」'
            | '』'
            | '…'
            | '·'
            | ','
            | '.'
            | ';'
            | ':'
            | '?'
            | '!'
            | ')'
            | ']'
            | '}'
            | '%'
    )
}

/// Characters that no line ends with.
fn opens(c: char) -> bool {
    matches!(c, '（' | '【' | '《' | '“' | '‘' | '「' | '『' | '(' | '[' | '{')
}

fn is_wide(c: char) -> bool {
    matches!(u32::from(c), 0x2e80..=0x9fff | 0xac00..=0xd7a3 | 0xf900..=0xfaff | 0xff00..=0xffef | 0x2_0000..=0x3_ffff)
}

/// Whether a line may end between two characters.
fn may_break(a: char, b: char) -> bool {
    if closes(b) || opens(a) || b == ' ' {
        return false;
    }
    a == ' ' || is_wide(a) || is_wide(b) || matches!(a, '-' | '/' | ':' | '_' | '.' | ',' | ';' | '@' | '=' | '?' | '&')
}

/// Lines of a text in a width: at spaces, between ideographs, behind the joints of names; else anywhere.
fn wrap(text: &str, width: f32, size: f32, face: &Face) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let (mut start, mut used) = (0, 0.0_f32);
    let mut chance: Option<(usize, f32)> = None;
    let mut before: Option<char> = None;
    for (at, c) in text.char_indices() {
        if let Some(a) = before
            && at > start
            && may_break(a, c)
        {
            chance = Some((at, used));
        }
        let w = face.width(c, size);
        // A space may hang over the edge: it keeps words apart when the text is copied.
        if used + w > width && at > start && c != ' ' {
            let (cut, taken) = chance.take().unwrap_or((at, used));
            lines.push(start..cut);
            start = cut;
            used -= taken;
        }
        used += w;
        before = Some(c);
    }
    if start < text.len() {
        lines.push(start..text.len());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_where_they_may_and_lose_nothing() {
        let face = &faces()[0];
        for text in [
            "acs:ecs:cn-hangzhou:1000000000000001:instance/i-bp1234567890",
            "安全组允许来自任意地址（0.0.0.0/0）访问端口 22，不满足要求。",
            "wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww",
            "",
            "a b  c   d",
        ] {
            for width in [3.0, 20.0, 61.0, 400.0] {
                let lines = wrap(text, width, SIZE, face);
                let joined: String = lines.iter().map(|l| &text[l.clone()]).collect();
                assert_eq!(joined, text);
                for line in &lines {
                    let line = text[line.clone()].trim_end();
                    let used: f32 = line.chars().map(|c| face.width(c, SIZE)).sum();
                    assert!(used <= width + 0.01 || line.chars().count() == 1, "{line:?} is {used} in {width}");
                }
            }
        }
        let zh = "结论为不符合，整改后复核。";
        assert!(wrap(zh, 6.5 * SIZE, SIZE, face).iter().all(|l| !zh[l.clone()].starts_with(closes)));
    }
}
