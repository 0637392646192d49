//! What cadastral files get wrong and what a person is told of it. The sentences name elements, lines and numbers of
//! points and lines, and never repeat a value of the file: it may be the name of a person.

use crate::{Sink, limits};
use gis_core::record::{Fault, Note};
use std::borrow::Cow;
use std::collections::HashSet;

/// Something against the format that was read past.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deviation {
    code: &'static str,
    uk: Cow<'static, str>,
    en: Cow<'static, str>,
}

const fn plain(code: &'static str, uk: &'static str, en: &'static str) -> Deviation {
    Deviation { code, uk: Cow::Borrowed(uk), en: Cow::Borrowed(en) }
}

fn about(code: &'static str, uk: String, en: String) -> Deviation {
    Deviation { code, uk: Cow::Owned(uk), en: Cow::Owned(en) }
}

/// A version of the format that is not known.
pub const VERSION: Deviation = plain(
    "format_version",
    "FormatVersion: відомі версії 0.4–0.7; файл прочитано як 0.7. Перевірте, чи нічого не бракує.",
    "FormatVersion: known are 0.4 to 0.7; the file was read as 0.7. Check that nothing is missing.",
);

/// The unit of the coordinates is not stated as metres.
pub const COORDINATE_UNIT: Deviation = plain(
    "coordinate_unit",
    "MeasurementUnit не M; координати прочитано як метри. Вивантажте файл у метрах.",
    "MeasurementUnit is not M; the coordinates were read as metres. Export the file in metres.",
);

/// There are no points, so that nothing has a place.
pub const NO_POINTS: Deviation = plain(
    "points_missing",
    "PointInfo не має жодної точки, тож жодна межа не має місця. Вивантажте файл разом із координатами.",
    "PointInfo has no point, so no boundary has a place. Export the file with its coordinates.",
);

/// A point without number or coordinates, such as the placeholder 0, 0.
pub const POINT_UNREADABLE: Deviation = plain(
    "point_unreadable",
    "Point без номера UIDP чи без координат X, Y (0, 0 — заготовка програми); точку пропущено. Впишіть виміряні координати.",
    "A Point without its number UIDP or coordinates X, Y (0, 0 is a placeholder); it was left out. Enter what was measured.",
);

/// A coordinate with a decimal comma.
pub const DECIMAL_COMMA: Deviation = plain(
    "decimal_comma",
    "Координати записано з комою; кому прочитано як крапку. Вивантажте числа з крапкою.",
    "Coordinates are written with a comma; it was read as the point. Export numbers with a point.",
);

/// Some points lie in another zone of the coordinate system than the rest.
pub const POINT_ELSEWHERE: Deviation = plain(
    "point_elsewhere",
    "Деякі точки лежать в іншій зоні системи координат, ніж решта; записи з ними буде відхилено. Перевірте координату Y.",
    "Some points lie in another zone of the coordinate system than the rest; records with them are rejected. Check the coordinate Y.",
);

/// A line without number or with fewer than two points.
pub const LINE_UNREADABLE: Deviation = plain(
    "line_unreadable",
    "PL без номера ULID або має менше двох точок P; полілінію пропущено. Вивантажте файл ще раз.",
    "A PL without its number ULID or with fewer than two points P; it was left out. Export the file again.",
);

/// The day of the file is not a date.
pub const FILE_DATE: Deviation = plain(
    "file_date",
    "FileDate не є датою виду 2026-01-31; її не враховано. Впишіть дату формування файлу.",
    "FileDate is not a day such as 2026-01-31; it was left out. Enter the day the file was made.",
);

/// A zone without its number.
pub const ZONE_NUMBER: Deviation = plain(
    "zone_number",
    "Номер кадастрової зони не має вигляду 1211000000:04. Впишіть код КОАТУУ і номер зони.",
    "The number of the cadastral zone is not like 1211000000:04. Enter the КОАТУУ code and the zone.",
);

/// A quarter without its number.
pub const QUARTER_NUMBER: Deviation = plain(
    "quarter_number",
    "Номер кадастрового кварталу — не три цифри. Впишіть номер кварталу.",
    "The number of the cadastral quarter is not three digits. Enter the number of the quarter.",
);

/// A parcel that has no number yet.
pub const UNNUMBERED: Deviation = plain(
    "parcel_unnumbered",
    "Номера ділянки немає або він 0000: кадастрового номера ще не присвоєно. Імпортуйте файл із номером після реєстрації.",
    "The parcel has no number, or 0000: it is not numbered yet. Import the numbered file once it is registered.",
);

/// The number of a parcel is not four digits.
pub const PARCEL_NUMBER: Deviation = plain(
    "parcel_number",
    "Номер ділянки — не чотири цифри; ділянку прочитано без номера. Впишіть номер ділянки в кварталі.",
    "The number of the parcel is not four digits; it was read without. Enter the number within the quarter.",
);

/// The form of ownership is empty.
pub const OWNERSHIP: Deviation = plain(
    "ownership_empty",
    "OwnershipInfo/Code порожній. Впишіть форму власності: 100, 200 або 300.",
    "OwnershipInfo/Code is empty. Enter the form of ownership: 100, 200 or 300.",
);

/// The documented area is missing, or its unit is neither hectares nor square metres.
pub const AREA: Deviation = plain(
    "area_unreadable",
    "Площі немає, або її одиниця не «га» й не «кв.м». Впишіть площу за документом.",
    "The area is missing, or its unit is neither «га» nor «кв.м». Enter the documented area.",
);

/// The boundary is there and has no lines.
pub const BOUNDARY_EMPTY: Deviation = plain(
    "boundary_empty",
    "Externals чи Boundary порожні або їх немає, тож межі бракує. Вивантажте файл разом із межами.",
    "Externals or a Boundary is empty or missing, so the boundary is not whole. Export the file with the boundaries.",
);

/// The lines of the boundary do not meet.
pub const BOUNDARY_OPEN: Deviation = plain(
    "boundary_open",
    "Лінії Boundary не сходяться кінцями, тож кільце не замикається. Додайте лінію, якої бракує.",
    "The lines of the Boundary do not meet, so the ring stays open. Add the line that is missing.",
);

/// The only line of the boundary ends before it begins.
pub const BOUNDARY_CLOSED: Deviation = plain(
    "boundary_closed",
    "Межу з однієї лінії та ознакою Closed замкнуто відрізком від останньої точки до першої. Перевірте, чи це так.",
    "A boundary of one line marked Closed was closed from its last point to its first. Check that it is so.",
);

/// One boundary is several rings.
pub const BOUNDARY_RINGS: Deviation = plain(
    "boundary_rings",
    "Лінії однієї Boundary утворюють кілька кілець; кожне прочитано окремо. Дайте кожному кільцю свою Boundary.",
    "The lines of one Boundary are several rings; each was read by itself. Give each ring its own Boundary.",
);

/// Two points have one number and different coordinates.
pub fn point_twice(id: i64) -> Deviation {
    about(
        "point_twice",
        format!("UIDP {id} мають дві точки з різними координатами; межі через неї не побудовано. Перенумеруйте точки."),
        format!(
            "Two points with different coordinates have the UIDP {id}; boundaries through it are not built. Number the points anew."
        ),
    )
}

/// Two lines have one number.
pub fn line_twice(id: i64) -> Deviation {
    about(
        "line_twice",
        format!("ULID {id} мають дві полілінії; узято першу. Перенумеруйте полілінії."),
        format!("Two polylines have the ULID {id}; the first was taken. Number the polylines anew."),
    )
}

/// An element that the schema does not have here.
pub fn element(name: &str) -> Deviation {
    about(
        "element_unknown",
        format!("Елемента «{name}» на цьому місці схема не має; його пропущено. Перевірте програму, що створила файл."),
        format!("The schema has no element \"{name}\" here; it was left out. Check the program that made the file."),
    )
}

/// The documented area and that of the boundary, hectares.
pub fn area_differs(said: f64, found: f64) -> Deviation {
    about(
        "area_differs",
        format!("Площа у файлі {said:.4} га, а межа охоплює {found:.4} га: різниця більша за похибку. Перевірте межу."),
        format!(
            "The file says {said:.4} ha, the boundary holds {found:.4} ha: more apart than the error. Check the boundary."
        ),
    )
}

/// A part of a parcel that the schema asks for is missing.
pub fn missing(part: &str) -> Deviation {
    about(
        "part_missing",
        format!("У ParcelInfo немає обов’язкового {part}. Доповніть файл, якщо ці відомості потрібні."),
        format!("ParcelInfo lacks {part}, which the schema asks for. Complete the file where it is needed."),
    )
}

/// The boundary names a line that is not there.
pub fn line_missing(id: i64) -> Deviation {
    about(
        "line_missing",
        format!("Межа називає полілінію ULID {id}, якої в Polyline немає. Вивантажте файл з усіма лініями."),
        format!("The boundary names the polyline ULID {id}, which Polyline lacks. Export the file with all lines."),
    )
}

/// The line names a point that is not there, or of which there are two.
pub fn point_missing(id: i64) -> Deviation {
    about(
        "point_missing",
        format!(
            "Лінія називає точку UIDP {id}, якої в PointInfo немає або яка там не одна. Вивантажте файл з усіма точками."
        ),
        format!(
            "The line names the point UIDP {id}, which PointInfo lacks or has twice. Export the file with all points."
        ),
    )
}

/// A line of text that is no part of the format.
pub fn text_line(line: u64) -> Deviation {
    about(
        "line_text",
        format!("Рядок {line} не є ні блоком, ні значенням, ні вузлом; його пропущено. Перевірте файл."),
        format!("Line {line} is neither a block, a value nor a node; it was left out. Check the file."),
    )
}

/// A quote that is not closed.
pub fn quote(line: u64) -> Deviation {
    about(
        "quote_open",
        format!("Рядок {line}: лапки не закрито; значення прочитано до кінця рядка. Закрийте лапки."),
        format!("Line {line}: a quote is not closed; the value was read to the end of the line. Close the quote."),
    )
}

/// A node without number or coordinates.
pub fn node(line: u64) -> Deviation {
    about(
        "node_unreadable",
        format!("Рядок {line}: вузол без номера N чи координат X, Y; його пропущено. Впишіть виміряні координати."),
        format!(
            "Line {line}: a node without its number N or coordinates X, Y; it was left out. Enter what was measured."
        ),
    )
}

/// Nodes or values before any block.
pub fn orphan(line: u64) -> Deviation {
    about(
        "block_missing",
        format!(
            "Рядок {line}: вузол чи значення стоїть поза блоком; його пропущено. Додайте перед ним BR, BL, SR, CL, OB або NB."
        ),
        format!(
            "Line {line}: a node or value outside every block; it was left out. Put BR, BL, SR, CL, OB or NB before it."
        ),
    )
}

/// Gathers the deviations of a file: one of a kind for each record, and not more than [`limits::NOTES`] in all.
#[derive(Debug, Default)]
pub struct Notes {
    seen: HashSet<(Option<u64>, &'static str)>,
    list: Vec<Note>,
}

impl Notes {
    /// Notes a deviation of the file, or of one record.
    pub fn add(&mut self, record: Option<u64>, deviation: Deviation) {
        if self.list.len() >= limits::NOTES || !self.seen.insert((record, deviation.code)) {
            return;
        }
        let last = self.list.len() + 1 == limits::NOTES;
        let Deviation { code, uk, en } = if last { further() } else { deviation };
        self.list.push(Note { record, code: code.to_owned(), uk: uk.into_owned(), en: en.into_owned() });
    }

    /// Hands the notes on.
    ///
    /// # Errors
    /// When nobody listens any more.
    pub fn send(self, sink: &mut dyn Sink) -> Result<(), Fault> {
        self.list.into_iter().try_for_each(|note| sink.note(note))
    }
}

fn further() -> Deviation {
    let limit = limits::NOTES;
    about(
        "further",
        format!("Відхилень понад {limit}; решту не перелічено. Виправте названі й повторіть."),
        format!("There are over {limit} deviations; the rest is not listed. Mend these and try again."),
    )
}
