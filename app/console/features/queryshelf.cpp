#include "features/queryshelf.h"

#include "format.h"

#include <algorithm>

namespace qd {

namespace {

QString runTitle(const QueryRun &run)
{
    if (!run.name.isEmpty())
        return run.name;
    for (const QString &line : run.kql.split(u'\n'))
        if (const QString text = line.simplified(); !text.isEmpty() && !text.startsWith(QLatin1StringView("//")) && !text.startsWith(QLatin1StringView("let ")))
            return text.left(80);
    return run.kql.simplified().left(80);
}

QueryEntry runEntry(const QueryRun &run)
{
    const QString when = toDateTime(run.at).toString(QStringLiteral("dd MMM HH:mm"));
    const QString how = !run.failure.isEmpty() ? run.failure
        : run.rows == 1 ? QueryShelf::tr("1 row in %1").arg(format::duration(run.elapsed))
                        : QueryShelf::tr("%1 rows in %2").arg(format::compact(static_cast<double>(run.rows)), format::duration(run.elapsed));
    return {.key = QString::number(run.number), .title = runTitle(run), .detail = QString(when % QStringLiteral(" · ") % how), .isFailed = !run.failure.isEmpty()};
}

QString folderOf(const QString &path)
{
    const qsizetype slash = path.lastIndexOf(u'/');
    return slash < 0 ? QString() : path.left(slash);
}

/// The library's folders are words of the product: "cost" shows as "Cost", "slo" as "SLO".
QString shownFolder(const QString &folder)
{
    if (folder == QLatin1StringView("slo"))
        return QStringLiteral("SLO");
    return folder.isEmpty() ? folder : QString(folder.at(0).toUpper() % folder.mid(1));
}

QList<QueryEntry> libraryEntries(const QList<query::SavedQuery> &queries)
{
    QList<QueryEntry> entries;
    for (const query::SavedQuery &query : queries)
        entries.append({.key = query.path, .folder = shownFolder(folderOf(query.path)), .title = query.title, .detail = query.description});
    return entries;
}

/// One's own queries stand under the names that one gave them; a title that says something else comes below.
QList<QueryEntry> savedEntries(const QList<query::SavedQuery> &queries)
{
    QList<QueryEntry> entries;
    for (const query::SavedQuery &query : queries) {
        const bool saysMore = query.title != query::readQueryFile(query.path, {}).title;
        entries.append({.key = query.path, .folder = folderOf(query.path), .title = query.path.section(u'/', -1), .detail = saysMore ? query.title : query.description});
    }
    return entries;
}

/// Where the query begins, behind its head of comments.
qsizetype bodyOf(const QString &text)
{
    qsizetype at = 0;
    while (QStringView(text).mid(at).startsWith(u"//"))
        at = text.indexOf(u'\n', at) < 0 ? text.size() : text.indexOf(u'\n', at) + 1;
    return at;
}

QueryDraft draftOf(const query::SavedQuery &saved, TelemetrySchema schema, const QString &kind)
{
    query::SavedQuery shown = saved;
    shown.kql = query::kqlFor(saved, schema);
    const bool isSame = shown.kql == saved.kql;
    const QString text = isSame ? saved.text : query::writeQueryFile(shown);
    return {.title = saved.title, .text = text, .cursor = bodyOf(text), .source = QString(kind % u':' % saved.path)};
}

} // namespace

QueryShelf::QueryShelf(QueryHistory &history, QObject *parent) : QObject(parent), m_history(history)
{
    connect(&m_files, &QueryFiles::changed, this, &QueryShelf::showFiles);
}

void QueryShelf::load()
{
    m_library = readQueryFolder(QStringLiteral(":/queries"));
    m_entries.setEntries(QueryTreeModel::Section::Library, libraryEntries(m_library));
    showFiles();
    m_files.watch();
    m_history.runs({}, shownRuns, this, [this](const Result<QList<QueryRun>> &runs) {
        if (runs)
            showRuns(*runs);
    });
}

void QueryShelf::showFiles()
{
    m_saved = m_files.read();
    m_entries.setEntries(QueryTreeModel::Section::Saved, savedEntries(m_saved));
    m_entries.setNote(QueryTreeModel::Section::Saved, m_saved.isEmpty() ? tr("Ctrl+S keeps a query here") : QString());
}

void QueryShelf::showRuns(const QList<QueryRun> &runs)
{
    m_runs = runs;
    QList<QueryEntry> entries;
    for (const QueryRun &run : runs)
        entries.append(runEntry(run));
    m_entries.setEntries(QueryTreeModel::Section::History, entries);
}

std::optional<QueryDraft> QueryShelf::draft(const QString &key, QueryTreeModel::Section section, TelemetrySchema schema) const
{
    if (section == QueryTreeModel::Section::History) {
        const auto run = std::ranges::find(m_runs, key.toLongLong(), &QueryRun::number);
        return run == m_runs.cend() ? std::nullopt : std::optional(QueryDraft{.title = runTitle(*run).left(30), .text = run->kql});
    }
    const bool isLibrary = section == QueryTreeModel::Section::Library;
    const QList<query::SavedQuery> &queries = isLibrary ? m_library : m_saved;
    const auto found = std::ranges::find(queries, key, &query::SavedQuery::path);
    if (found == queries.cend())
        return std::nullopt;
    return draftOf(*found, schema, isLibrary ? QStringLiteral("library") : QStringLiteral("saved"));
}

std::optional<QueryDraft> QueryShelf::firstDraft(TelemetrySchema schema) const
{
    const auto cost = std::ranges::find_if(m_library, [](const query::SavedQuery &query) { return query.path == QLatin1StringView("cost/chargeback-month-to-date"); });
    if (cost != m_library.cend())
        return draftOf(*cost, schema, QStringLiteral("library"));
    return m_library.isEmpty() ? std::nullopt : std::optional(draftOf(m_library.constFirst(), schema, QStringLiteral("library")));
}

void QueryShelf::setKeepsRuns(bool keeps)
{
    m_keepsRuns = keeps;
    m_entries.setNote(QueryTreeModel::Section::History, keeps ? QString() : tr("off: runs are not kept"));
}

void QueryShelf::clearRuns(const Completion<void> &completion)
{
    m_history.clear(this, [this, completion](const Result<void> &done) {
        if (done)
            showRuns({});
        completion(done);
    });
}

void QueryShelf::record(const QueryRun &run)
{
    if (!m_keepsRuns)
        return;
    m_history.record(run, this, [this](const Result<QueryRun> &kept) {
        if (!kept)
            return; // the run itself went on; the list is only a memory
        QList<QueryRun> runs = m_runs;
        runs.prepend(*kept);
        runs.resize(std::min<qsizetype>(runs.size(), shownRuns));
        showRuns(runs);
    });
}

Result<QString> QueryShelf::save(const QString &path, const QString &text)
{
    const auto written = m_files.write(path, text);
    if (!written)
        return written.error();
    showFiles();
    return QString(QStringLiteral("saved:") % path);
}

bool QueryShelf::isSaved(const QString &path) const { return std::ranges::find(m_saved, path, &query::SavedQuery::path) != m_saved.cend(); }

Result<void> QueryShelf::rename(const QString &from, const QString &to)
{
    auto done = m_files.rename(from, to);
    showFiles();
    return done;
}

Result<QString> QueryShelf::remove(const QString &path)
{
    auto trashed = m_files.remove(path);
    showFiles();
    return trashed;
}

Result<void> QueryShelf::restore(const QString &trashed, const QString &path)
{
    auto done = m_files.restore(trashed, path);
    showFiles();
    return done;
}

} // namespace qd
