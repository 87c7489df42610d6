#include "mcpcollections/collectionpart.h"

#include "localfiles/nearestname.h"
#include "mcp/jsonslice.h"

#include <QStringBuilder>

#include <algorithm>
#include <utility>

namespace qd {

namespace {

constexpr qsizetype longestNamed = 80;

/// "args" is short for "arguments".
bool isShortFor(const QString &typed, const QString &known)
{
    qsizetype at = 0;
    for (const QChar c : known)
        if (at < typed.size() && typed.at(at).toLower() == c)
            ++at;
    return at == typed.size() && typed.size() >= 3 && typed.at(0).toLower() == known.at(0);
}

QString memberHint(const QString &typed, const QStringList &known)
{
    const auto meant = std::ranges::find_if(known, [&typed](const QString &one) { return isShortFor(typed, one); });
    const QString near = meant == known.cend() ? nearestName(typed, known) : *meant;
    return near.isEmpty() ? QString() : QString(u"; did you mean " % near % u'?');
}

} // namespace

QString asWritten(const CollectionJson &read, QByteArrayView slice)
{
    const bool isSame = !slice.isEmpty() && CollectionJson::parse(slice.begin(), slice.end(), nullptr, false) == read;
    return isSame ? QString::fromUtf8(withoutBlanks(slice)) : jsonText(read);
}

QStringList childrenAsWritten(const CollectionJson &json, QByteArrayView written)
{
    QList<QByteArrayView> slices = jsonslice::elements(written);
    for (const auto &[name, value] : jsonslice::members(written))
        slices << value;
    const bool isWhole = static_cast<std::size_t>(slices.size()) == json.size(); // no name stands there twice
    QStringList made;
    for (const CollectionJson &child : json)
        made << asWritten(child, isWhole ? slices.at(made.size()) : QByteArrayView());
    return made;
}

bool isVariable(const CollectionJson &json) { return json.is_string() && json.get_ref<const std::string &>().starts_with("${"); }

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

void Part::noteUnknown(const QStringList &known, QStringList &notes) const
{
    for (const auto &[key, value] : m_json.items()) {
        const QString name = qtext(key);
        if (!known.contains(name) && !name.startsWith(QLatin1String("x-")) && !name.startsWith(u'$'))
            notes << u"“" % name.left(longestNamed) % u"” is not known" % memberHint(name.left(longestNamed), known);
    }
}

/// A name that stands there twice, or with escapes, is found by the reader alone.
QString Part::written(const char *name, QByteArrayView written) const
{
    return asWritten(m_json.at(name), jsonslice::member(written, name).value_or(QByteArrayView()));
}

} // namespace qd
