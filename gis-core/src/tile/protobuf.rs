//! As much of the protobuf wire format as vector tiles need.

/// How a field's value is laid out.
#[derive(Clone, Copy)]
enum Wire {
    Varint = 0,
    Fixed64 = 1,
    Bytes = 2,
}

/// Seven bits a byte, lowest first.
pub(super) fn varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Small numbers of both signs as small unsigned ones.
pub(super) const fn zigzag(value: i32) -> u32 {
    ((value << 1) ^ (value >> 31)).cast_unsigned()
}

fn key(out: &mut Vec<u8>, field: u64, wire: Wire) {
    varint(out, field << 3 | wire as u64);
}

/// A field of an unsigned number, or a signed one in two's complement.
pub(super) fn number(out: &mut Vec<u8>, field: u64, value: u64) {
    key(out, field, Wire::Varint);
    varint(out, value);
}

/// A field of a double.
pub(super) fn double(out: &mut Vec<u8>, field: u64, value: f64) {
    key(out, field, Wire::Fixed64);
    out.extend_from_slice(&value.to_le_bytes());
}

/// A field of text, packed numbers or a message.
pub(super) fn bytes(out: &mut Vec<u8>, field: u64, value: &[u8]) {
    key(out, field, Wire::Bytes);
    varint(out, value.len() as u64);
    out.extend_from_slice(value);
}
