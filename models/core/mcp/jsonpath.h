#pragma once

#include "result.h"

#include <QList>
#include <QString>

/// The JSON paths of collections: a plain part of RFC 9535. `$`, `.name`, `['name']`, `[0]`, `[-1]` (from the end), `.*` and
/// `[*]` (every member or element), and `..` before any of them (at any depth). No filters, slices or functions. Pure.
namespace qd::jsonpath {

struct Part {
    enum class Kind { Member, Element, All };
    Kind kind = Kind::Member;
    QString name;        ///< Member
    qsizetype index = 0; ///< Element; negative: from the end
    bool isDeep = false; ///< at any depth below
    bool operator==(const Part &) const = default;
};

inline constexpr qsizetype maxLength = 1000;
inline constexpr qsizetype maxParts = 64;

/// ErrorKind::Invalid has the place in `position`.
[[nodiscard]] Result<QList<Part>> parse(const QString &path);
/// Such a path names one value at most; any other gives a list of what it found.
[[nodiscard]] bool isDefinite(const QList<Part> &path);

} // namespace qd::jsonpath
