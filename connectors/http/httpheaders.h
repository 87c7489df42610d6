#pragma once

#include <QByteArray>
#include <QList>
#include <QPair>

namespace qd {

/// Header fields in the order they came, found without regard to case. A value.
class HttpHeaders
{
public:
    using Field = QPair<QByteArray, QByteArray>;

    HttpHeaders() = default;
    HttpHeaders(std::initializer_list<Field> fields) : m_fields(fields) {}

    /// Replaces every field of this name.
    void set(const QByteArray &name, const QByteArray &value);
    /// The first field of this name, trimmed; empty when there is none.
    [[nodiscard]] QByteArray value(const QByteArray &name) const;
    [[nodiscard]] bool contains(const QByteArray &name) const;
    [[nodiscard]] const QList<Field> &fields() const { return m_fields; }
    bool operator==(const HttpHeaders &) const = default;

private:
    QList<Field> m_fields;
};

} // namespace qd
