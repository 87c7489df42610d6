#include "mcp/erafile.h"

#include "mcp/jsonslice.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QStandardPaths>

#include <algorithm>
#include <optional>

namespace qd {

namespace {

constexpr qint64 largestEraFile = 1024 * 1024;
constexpr qsizetype mostVerdicts = 1000;
constexpr qsizetype keySize = 64; ///< of a SHA-256 in hexadecimal digits

std::optional<EraVerdict> readVerdict(QByteArrayView object)
{
    const auto textOf = [object](const char *name) { return jsonslice::text(jsonslice::member(object, name).value_or(QByteArrayView())).value_or(QString()); };
    const QString era = textOf("era");
    const QDateTime at = QDateTime::fromString(textOf("at"), Qt::ISODateWithMs);
    if (!at.isValid() || (era != QLatin1String("legacy") && era != QLatin1String("modern")))
        return std::nullopt;
    return EraVerdict{.era = era == QLatin1String("modern") ? McpEra::Modern : McpEra::Legacy, .at = toInstant(at)};
}

/// Newest first, and no more than are kept.
QList<std::pair<QString, EraVerdict>> newestVerdicts(const EraVerdicts &verdicts)
{
    QList<std::pair<QString, EraVerdict>> sorted;
    for (auto one = verdicts.cbegin(); one != verdicts.cend(); ++one)
        sorted.append({one.key(), one.value()});
    std::ranges::sort(sorted, [](const auto &a, const auto &b) { return a.second.at != b.second.at ? a.second.at > b.second.at : a.first < b.first; });
    return sorted.mid(0, mostVerdicts);
}

} // namespace

QString mcpErasPath() { return QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation) + QStringLiteral("/quarterdeck/mcp-eras.json"); }

EraVerdicts decodeEras(const QByteArray &given)
{
    EraVerdicts read;
    const QByteArrayView eras = jsonslice::isObject(given) ? jsonslice::member(given, "eras").value_or(QByteArrayView()) : QByteArrayView();
    for (const auto &[key, value] : jsonslice::members(eras)) {
        const auto verdict = readVerdict(value);
        if (verdict && key.size() == keySize + 2)
            read.insert(QString::fromLatin1(key.sliced(1, keySize)), *verdict);
    }
    if (read.size() <= mostVerdicts)
        return read;
    EraVerdicts kept;
    for (const auto &[key, verdict] : newestVerdicts(read))
        kept.insert(key, verdict);
    return kept;
}

QByteArray encodeEras(const EraVerdicts &verdicts)
{
    QByteArrayList lines;
    for (const auto &[key, verdict] : newestVerdicts(verdicts))
        lines << "    \"" + key.toLatin1() + "\": {\"era\":\"" + (verdict.era == McpEra::Modern ? "modern" : "legacy") + "\",\"at\":\""
                + toDateTime(verdict.at).toString(Qt::ISODateWithMs).toLatin1() + "\"}";
    return "{\n  \"version\": 1,\n  \"eras\": {\n" + lines.join(",\n") + "\n  }\n}\n";
}

EraVerdicts loadEras(const QString &path)
{
    QFile file(path);
    return file.exists() && file.size() <= largestEraFile && file.open(QIODevice::ReadOnly) ? decodeEras(file.readAll()) : EraVerdicts();
}

bool saveEras(const EraVerdicts &verdicts, const QString &path)
{
    QDir().mkpath(QFileInfo(path).path());
    QSaveFile file(path);
    const QByteArray text = encodeEras(verdicts);
    return file.open(QIODevice::WriteOnly) && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) && file.write(text) == text.size() && file.commit();
}

} // namespace qd
