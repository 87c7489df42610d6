#include "mcpcollections/collectionpart.h"

#include <QStringBuilder>

#include <utility>

namespace qd {

QString elementPlace(const QString &list, std::size_t index) { return list % u'[' % QString::number(index) % u']'; }

Part::Part(const CollectionJson &json, QString place) : m_json(json), m_place(std::move(place))
{
    if (!json.is_object())
        refuse(m_place, QStringLiteral("an object is expected"));
}

QString Part::at(const char *name) const
{
    return m_place.isEmpty() ? QString::fromLatin1(name) : QString(m_place % u'.' % QLatin1StringView(name));
}

const CollectionJson *Part::find(const char *name) const
{
    const auto member = m_json.find(name);
    return member == m_json.end() ? nullptr : &*member;
}

QString Part::text(const char *name, const QString &otherwise) const
{
    const CollectionJson *value = find(name);
    if (value && !value->is_string())
        refuse(at(name), QStringLiteral("a text is expected"));
    return value ? qtext(value->get_ref<const std::string &>()) : otherwise;
}

bool Part::flag(const char *name) const
{
    const CollectionJson *value = find(name);
    if (value && !value->is_boolean())
        refuse(at(name), QStringLiteral("true or false is expected"));
    return value && value->get<bool>();
}

const CollectionJson *Part::list(const char *name, qsizetype most) const
{
    const CollectionJson *value = find(name);
    if (value && !value->is_array())
        refuse(at(name), QStringLiteral("a list is expected"));
    if (value && static_cast<qsizetype>(value->size()) > most)
        refuse(at(name), QStringLiteral("at most %1 are read").arg(most));
    return value;
}

} // namespace qd
