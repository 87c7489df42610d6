#include "http/httpheaders.h"

#include <algorithm>

namespace qd {

namespace {

auto headerNamed(const QByteArray &name)
{
    return [&name](const HttpHeaders::Field &field) { return field.first.compare(name, Qt::CaseInsensitive) == 0; };
}

} // namespace

void HttpHeaders::set(const QByteArray &name, const QByteArray &value)
{
    m_fields.removeIf(headerNamed(name));
    m_fields.append({name, value});
}

QByteArray HttpHeaders::value(const QByteArray &name) const
{
    const auto found = std::find_if(m_fields.cbegin(), m_fields.cend(), headerNamed(name));
    return found == m_fields.cend() ? QByteArray() : found->second.trimmed();
}

bool HttpHeaders::contains(const QByteArray &name) const
{
    return std::any_of(m_fields.cbegin(), m_fields.cend(), headerNamed(name));
}

} // namespace qd
