//! The rules of a geometry.

use super::Judging;
use crate::city::OUTSIDE_MARGIN_M;
use crate::geometry::{Geometry, Shape};
use crate::reason::Reason;
use crate::register::{GeometryField, GeometryRule, GeometryType, Required, Severity};
use crate::text::Text;
use crate::{crs, validity};

impl Judging<'_, '_> {
    pub(super) fn geometry(&mut self, declared: &GeometryField, geometry: Option<&Geometry>) {
        let Some(geometry) = geometry else {
            match declared.required {
                Required::Always => {
                    self.say(geometry_reason(declared, "required", "геометрія обов'язкова", "a geometry is required"))
                }
                Required::Registration => self.verdict.incomplete.push(declared.name.to_string()),
                Required::Never => {}
            }
            return;
        };
        if !fits(declared.kind, geometry) {
            let kind = declared.kind.name();
            self.say(geometry_reason(
                declared,
                "wrong_type",
                &format!("очікується {kind}"),
                &format!("{kind} is expected"),
            ));
            return;
        }
        if declared.z && !geometry.has_z {
            self.say(geometry_reason(
                declared,
                "missing_heights",
                "потрібна висота кожної вершини (X, Y, Z у метрах)",
                "each vertex needs a height (X, Y, Z in metres)",
            ));
        }
        for rule in &declared.rules {
            match rule {
                GeometryRule::Valid => {
                    for fault in validity::faults(geometry) {
                        let place = fault.at.map_or(String::new(), |at| format!(" ({:.3} {:.3})", at.x, at.y));
                        let (uk, en) = fault.sentence();
                        self.say(geometry_reason(
                            declared,
                            fault.code(),
                            &format!("{uk}{place}"),
                            &format!("{en}{place}"),
                        ));
                    }
                }
                GeometryRule::InsideCity => self.place(declared, geometry),
                // A matter of two features: the store checks it for the whole batch.
                GeometryRule::NoOverlap => {}
            }
        }
    }

    fn place(&mut self, declared: &GeometryField, geometry: &Geometry) {
        let allowed = self.book.city.bounds.buffered(OUTSIDE_MARGIN_M);
        if let Some(outside) = geometry.positions().find(|position| !allowed.contains(position.x, position.y)) {
            let place = crs::describe(self.book.city.storage_epsg, *outside);
            self.say(geometry_reason(
                declared,
                "outside_city",
                &format!(
                    "точка {place} лежить поза межами міста понад 5 км; перевірте систему координат і порядок осей"
                ),
                &format!("the point {place} lies more than 5 km outside the city; check the CRS and the axis order"),
            ));
        } else if let Some(boundary) = &self.book.city.boundary
            && !validity::covers(boundary, &validity::interior_point(geometry))
        {
            self.say(
                geometry_reason(
                    declared,
                    "outside_boundary",
                    "лежить за межею міста",
                    "lies outside the boundary of the city",
                )
                .as_severity(Severity::Warning),
            );
        }
    }
}

fn geometry_reason(declared: &GeometryField, code: &str, uk: &str, en: &str) -> Reason {
    let text = Text::new(format!("«{}»: {uk}", declared.label.uk), format!("“{}”: {en}", declared.label.en));
    Reason::at(declared.name.as_str(), code, Severity::Error, text)
}

fn fits(kind: GeometryType, geometry: &Geometry) -> bool {
    match (&geometry.shape, kind) {
        (Shape::Points(points), GeometryType::Point) => points.len() == 1,
        (Shape::Points(_), GeometryType::MultiPoint)
        | (Shape::Lines(_), GeometryType::MultiLineString)
        | (Shape::Polygons(_), GeometryType::MultiPolygon) => true,
        _ => false,
    }
}
