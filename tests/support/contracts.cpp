#include "contracts.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace qd::test {

namespace {

QString difference(const QJsonValue &pinned, const QJsonValue &actual, const QString &path);

QString objectDifference(const QJsonObject &pinned, const QJsonObject &actual, const QString &path)
{
    for (auto it = actual.begin(); it != actual.end(); ++it)
        if (!pinned.contains(it.key()))
            return path + u'/' + it.key() + QStringLiteral(": not pinned");
    for (auto it = pinned.begin(); it != pinned.end(); ++it)
        if (const QString found = difference(it.value(), actual.value(it.key()), path + u'/' + it.key()); !found.isEmpty())
            return found;
    return {};
}

QString arrayDifference(const QJsonArray &pinned, const QJsonArray &actual, const QString &path)
{
    if (pinned.size() != actual.size())
        return path + QStringLiteral(": %1 elements instead of %2").arg(actual.size()).arg(pinned.size());
    for (qsizetype i = 0; i < pinned.size(); ++i)
        if (const QString found = difference(pinned.at(i), actual.at(i), path + u'/' + QString::number(i)); !found.isEmpty())
            return found;
    return {};
}

QString difference(const QJsonValue &pinned, const QJsonValue &actual, const QString &path)
{
    if (pinned.toString() == u"*") {
        const bool empty = actual.isUndefined() || actual.isNull() || (actual.isString() && actual.toString().isEmpty());
        return empty ? path + QStringLiteral(": missing") : QString();
    }
    if (pinned.isObject() && actual.isObject())
        return objectDifference(pinned.toObject(), actual.toObject(), path);
    if (pinned.isArray() && actual.isArray())
        return arrayDifference(pinned.toArray(), actual.toArray(), path);
    return pinned == actual ? QString() : path + QStringLiteral(": another value");
}

} // namespace

QByteArray contractFile(const QString &name)
{
    QFile file(QStringLiteral(QD_CONTRACTS_DIR "/") + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QString contractDifference(const QString &name, const QByteArray &body)
{
    const QJsonDocument pinned = QJsonDocument::fromJson(contractFile(name));
    if (pinned.isNull())
        return name + QStringLiteral(": no such contract");
    return difference(pinned.object(), QJsonDocument::fromJson(body).object(), {});
}

} // namespace qd::test
