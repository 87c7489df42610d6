#pragma once

#include "mcpcollections/jsonselect.h"

#include <QByteArrayView>
#include <QString>
#include <QStringList>

#include <cstddef>
#include <string>

/// How a collection's file is read, for the sources of this folder alone.
namespace qd {

/// Thrown by what reads a collection, and caught in decodeCollection(): reading stops at the first mistake, wherever it is.
struct Mistake {
    QString place;
    QString reason;
};

[[noreturn]] inline void refuse(const QString &place, const QString &reason) { throw Mistake{place, reason}; }

[[nodiscard]] inline QString qtext(const std::string &text) { return QString::fromStdString(text); }

/// A text that is a variable and nothing else: what it will be is not known yet.
[[nodiscard]] bool isVariable(const CollectionJson &json);
/// A value as it stands in its text, without blanks; what is not the same there is written anew.
[[nodiscard]] QString asWritten(const CollectionJson &read, QByteArrayView slice);
/// The values in a list or an object as they stand in `written`, its text, without blanks.
[[nodiscard]] QStringList childrenAsWritten(const CollectionJson &json, QByteArrayView written);
[[nodiscard]] QString elementPlace(const QString &list, std::size_t index);

/// An object of the file with the place where it stands. Borrows the object.
class Part
{
public:
    Part(const CollectionJson &json, QString place);

    [[nodiscard]] QString at(const char *name) const;
    [[nodiscard]] const CollectionJson *find(const char *name) const;
    [[nodiscard]] QString text(const char *name, const QString &otherwise = {}) const;
    [[nodiscard]] bool flag(const char *name) const;
    /// An array of at most `most` elements; nothing when it is absent.
    [[nodiscard]] const CollectionJson *list(const char *name, qsizetype most) const;
    /// Says which members are none of `known`; those that begin with "x-" or "$" are somebody's own.
    void noteUnknown(const QStringList &known, QStringList &notes) const;
    /// A member as it stands in `written`, the text of this object, without blanks.
    [[nodiscard]] QString written(const char *name, QByteArrayView written) const;
    [[nodiscard]] const CollectionJson &json() const { return m_json; }
    [[nodiscard]] const QString &place() const { return m_place; }

private:
    const CollectionJson &m_json;
    const QString m_place;
};

} // namespace qd
