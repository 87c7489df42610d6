#include "layerscan.h"

#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QSet>

#include <array>

namespace qd::test {

namespace {

struct Layer {
    const char *name;
    const char *folder;
    QSet<QString> mayInclude; ///< besides itself
};

QSet<QString> names(std::initializer_list<const char *> list)
{
    QSet<QString> made;
    for (const char *name : list)
        made.insert(QString::fromLatin1(name));
    return made;
}

const std::vector<Layer> &layers()
{
    static const std::vector<Layer> table{
        {"core", "models/core", {}},
        {"store", "models/store", names({"core"})},
        {"items", "models/items", names({"core", "store", "proxies"})},
        {"proxies", "models/proxies", names({"core", "store", "items"})},
        {"connectors", "connectors", names({"core"})},
        {"control", "app/control", names({"core", "store", "connectors"})},
        {"views", "views", names({"core", "store", "items", "proxies", "resources"})},
        {"cli", "app/cli", names({"core", "store", "connectors", "control", "resources"})},
        {"lab", "app/lab", names({"core", "resources"})},
        {"console", "app/console",
         names({"core", "store", "items", "proxies", "connectors", "control", "views", "resources"})},
        {"resources", "resources", {}}};
    return table;
}

struct Ban {
    QRegularExpression pattern;
    QRegularExpression inFolders;
    QRegularExpression exceptIn;
    const char *why;
};

const std::vector<Ban> &bans()
{
    const auto re = [](const char *text) { return QRegularExpression(QLatin1String(text)); };
    static const std::vector<Ban> table{
        {re("#include <nlohmann/"), re("."), re("^(connectors|app/lab|app/cli)/"), "JSON stays in codecs"},
        {re("#include <QJson"), re("."), re("^$"), "JSON goes through nlohmann in codecs"},
        {re("#include <(QNetworkAccessManager|QNetworkReply|QTcp|QSsl)"), re("."), re("^connectors/http/"),
         "the network is touched in connectors/http only"},
        {re("#include <(httplib|duckdb)"), re("."), re("^app/lab/"), "a library of the lab"},
        {re("#include <QSql|#include <sqlite"), re("."), re("^connectors/localstate/"), "SQLite stays in connectors/localstate"},
        {re("#include <Qsci"), re("."), re("^views/"), "the editor widget stays in views"},
        {re("#include <spdlog/"), re("."), re("^models/core/log\\.cpp$"), "spdlog stays behind log.h"},
        {re("#include <Qt(Widgets|Core|Gui|Network|Charts|Test)>"), re("."), re("^$"), "umbrella header"},
        {re("processEvents|QEventLoop|waitFor(Finished|Connected|ReadyRead|BytesWritten|Started)|BlockingQueuedConnection|"
            "QThread::(m|u)?sleep"),
         re("^(models|views|connectors|app/(console|control))/"), re("^$"), "blocks, or nests an event loop"},
        {re("beginResetModel"), re("^models/"), re("^$"), "models never reset for a refresh"}};
    return table;
}

const Layer *layerOf(const QString &path)
{
    for (const Layer &layer : layers())
        if (path.startsWith(QLatin1String(layer.folder) + QLatin1Char('/')))
            return &layer;
    return nullptr;
}

int hardStop(const QString &path)
{
    if (path.contains(QLatin1String("/generated/")))
        return 1 << 20;
    return path.endsWith(QLatin1String(".h")) ? 250 : 600;
}

} // namespace

LayerScan::LayerScan(const QString &root) : m_root(root)
{
    for (const char *top : {"app", "models", "views", "connectors", "resources"}) {
        QDirIterator files(root + QLatin1Char('/') + QLatin1String(top), {QStringLiteral("*.h"), QStringLiteral("*.cpp")},
                           QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext())
            m_sources.append(QDir(root).relativeFilePath(files.next()));
    }
    m_sources.sort();
}

QString LayerScan::layerOfInclude(const QString &path, const QString &included) const
{
    const QString beside = QFileInfo(path).path() + QLatin1Char('/') + included;
    if (QFileInfo::exists(m_root + QLatin1Char('/') + beside))
        if (const Layer *layer = layerOf(QDir::cleanPath(beside)))
            return QLatin1String(layer->name);
    for (const Layer &layer : layers())
        if (QFileInfo::exists(m_root + QLatin1Char('/') + QLatin1String(layer.folder) + QLatin1Char('/') + included))
            return QLatin1String(layer.name);
    return {};
}

QStringList LayerScan::check(const QString &path, const QString &text) const
{
    static const QRegularExpression quoted(QStringLiteral("^\\s*#\\s*include\\s+\"([^\"]+)\""));
    const Layer *layer = layerOf(path);
    if (!layer)
        return {QStringLiteral("%1: belongs to no layer").arg(path)};
    QStringList findings;
    const QStringList lines = text.split(QLatin1Char('\n'));
    if (lines.size() > hardStop(path) + 1)
        findings.append(QStringLiteral("%1: %2 lines, over the hard stop").arg(path).arg(lines.size() - 1));
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const QString where = QStringLiteral("%1:%2: ").arg(path).arg(i + 1);
        const auto include = quoted.match(lines.at(i));
        const QString target = include.hasMatch() ? layerOfInclude(path, include.captured(1)) : QString();
        if (!target.isEmpty() && target != QLatin1String(layer->name) && !layer->mayInclude.contains(target))
            findings.append(where + QLatin1String(layer->name) + QLatin1String(" must not see ") + target);
        for (const Ban &ban : bans())
            if (ban.inFolders.match(path).hasMatch() && !ban.exceptIn.match(path).hasMatch()
                && ban.pattern.match(lines.at(i)).hasMatch())
                findings.append(where + QLatin1String(ban.why));
    }
    return findings;
}

QStringList LayerScan::checkAll() const
{
    QStringList findings;
    for (const QString &path : m_sources) {
        QFile file(m_root + QLatin1Char('/') + path);
        if (file.open(QIODevice::ReadOnly))
            findings += check(path, QString::fromUtf8(file.readAll()));
        else
            findings.append(path + QLatin1String(": cannot be read"));
    }
    return findings;
}

} // namespace qd::test
