// The query library on the lab's own store, filled by the fleet: each query of resources/queries as the lab runs it (KQL
// parsed, compiled, run) against the SQL in tests/benchmarks/library that a person who knows the tables wrote for the same
// answer, in turns, in one run. The answers are compared first. `attr('key')` in that SQL is the attribute's column, where
// the store has made one, or its place in the JSON: both sides read the same storage.
// A series' decomposition is a function of the engine on both sides: nobody writes that in SQL, the series itself one does.
// A query of a table that the lab keeps no rows of has no peer; it is shown as such and does not count.
// Each side's time is its shortest of many rounds. Below 3 ms a ratio does not count: it is parsing and planning, not rows.
//   bench_library [ROWS IN MILLIONS...] [PART OF A QUERY'S NAME...]   default 5 and all; several sizes show how time grows
//   bench_library --plan [ROWS IN MILLIONS] NAME                      what DuckDB does for either side, and where time goes
// Ends with 1 when an answer differs, a ratio is over 1.5 or time grows faster than rows do.
#include "fleet/fleetrunner.h"
#include "fleet/scenarioload.h"
#include "kql/boundexpr.h"
#include "kql/compiler.h"
#include "kql/runkql.h"
#include "kql/schema.h"
#include "labresources.h"
#include "query/savedquery.h"
#include "store/telemetrystore.h"

#include <QCoreApplication>
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QThread>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <limits>
#include <map>
#include <utility>
#include <variant>

using namespace qd;
using namespace qd::lab;

namespace {

constexpr double targetRatio = 1.5;
constexpr double smallest = 3; ///< milliseconds
constexpr int fewestRounds = 3;
constexpr double enoughTime = 1500; ///< milliseconds that a query's rounds take together, when each is short
constexpr double fleetRate = 2;            ///< the most that a history is made at
constexpr double rowsOfAFleet = 1'080'000; ///< in the calm scenario's thirty days at that rate
constexpr Instant now = Instant(Seconds(1795262400)); // 2026-11-21 12:00:00Z

class StillClock final : public Clock
{
public:
    [[nodiscard]] Instant now() const override { return ::now; }
};

/// Fleets report at the same moments; a second apart, their newest readings do not tie.
class LateSink final : public TelemetrySink
{
public:
    LateSink(TelemetrySink &sink, Seconds delay) : m_sink(sink), m_delay(delay) {}
    Result<void> accept(std::vector<TelemetryItem> items) override
    {
        for (TelemetryItem &item : items)
            item.time += m_delay;
        return m_sink.accept(std::move(items));
    }

private:
    TelemetrySink &m_sink;
    Seconds m_delay;
};

struct LibraryQuery {
    QString name;
    QString kql;
    QString sql; ///< empty: nobody wrote one
    TelemetrySchema schema = TelemetrySchema::Classic;
};

[[noreturn]] void giveUp(const QString &why)
{
    std::fprintf(stderr, "%s\n", qPrintable(why));
    std::exit(2);
}

QString readAll(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

std::vector<LibraryQuery> libraryQueries()
{
    std::vector<LibraryQuery> queries;
    const QString root = QStringLiteral(QD_SOURCE_DIR "/resources/queries");
    QDirIterator files(root, {QStringLiteral("*.kql")}, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString path = files.next();
        const QString name = path.mid(root.size() + 1).chopped(4);
        const query::SavedQuery saved = query::readQueryFile(name, readAll(path));
        const auto kql = query::bindParameters(saved.kql, saved.parameters, {});
        if (!kql) // it needs a value that only a person knows
            continue;
        queries.push_back({name, *kql, readAll(QStringLiteral(QD_SOURCE_DIR "/tests/benchmarks/library/") + name + u".sql"), saved.schema.value_or(TelemetrySchema::Classic)});
    }
    std::ranges::sort(queries, {}, &LibraryQuery::name);
    return queries;
}

/// Fleets side by side through the same thirty days, so that rows come in the order of time and more rows are denser, not older.
void runFleets(double millions, TelemetryStore &store)
{
    const auto scenario = loadScenario(QStringLiteral("calm"));
    if (!scenario)
        giveUp(QStringLiteral("the scenario cannot be opened"));
    const StillClock clock;
    const double wanted = millions * 1e6 / rowsOfAFleet;
    std::vector<std::unique_ptr<LateSink>> sinks;
    std::vector<std::unique_ptr<FleetRunner>> fleets;
    for (int i = 0; i < std::max(1, int(std::lround(wanted))); ++i) {
        LabOptions options;
        options.seed = quint64(i) + 1;
        options.rate = fleetRate * std::min(1.0, wanted);
        sinks.push_back(std::make_unique<LateSink>(store, Seconds(i)));
        fleets.push_back(std::make_unique<FleetRunner>(*scenario, options, clock, *sinks.back()));
        fleets.back()->prepare();
    }
    for (Instant at = ::now - LabOptions().history; at < ::now; at += std::chrono::hours(1))
        for (const auto &fleet : fleets)
            fleet->advanceTo(at + std::chrono::hours(1));
}

double storedMillions(TelemetryStore &store)
{
    const auto connection = store.lend();
    double rows = 0;
    for (const StoredTable &table : storedTables())
        if (auto counted = (**connection).query("SELECT count(*) FROM \"" + table.name + '"'))
            if (const auto chunk = counted->nextChunk())
                rows += chunk->column(0).real(0);
    return rows / 1e6;
}

std::unique_ptr<TelemetryStore> filledStore(double millions)
{
    auto store = TelemetryStore::open({});
    if (!store)
        giveUp(QStringLiteral("the store cannot be opened"));
    (*store)->beginBulk();
    runFleets(millions, **store);
    if (const auto stored = (*store)->endBulk(); !stored)
        giveUp(stored.error().message);
    return std::move(*store);
}

/// As the lab does: the tables are described once, each query is parsed and compiled.
Result<CompiledQuery> compiled(const LibraryQuery &query, TelemetryStore &store)
{
    static const std::array<KqlSchema, 2> schemas{telemetrySchema(TelemetrySchema::Classic, {}), telemetrySchema(TelemetrySchema::Workspace, {})};
    return compileKql(query.kql, schemas[query.schema == TelemetrySchema::Classic ? 0 : 1], {.now = now, .timespan = {}, .attributes = store.attributeColumns()});
}

bool hasColumn(const AttributeColumns &columns, const StoredAttribute &attribute)
{
    const QStringList keys = columns.keys.value(attribute.table);
    return keys.contains(attribute.key) || keys.size() >= AttributeKeeper::mostColumns;
}

/// Uses every query as often as it takes for its attributes to get columns.
void warm(const std::vector<LibraryQuery> &queries, TelemetryStore &store)
{
    std::vector<StoredAttribute> wanted;
    for (const LibraryQuery &query : queries)
        if (const auto made = compiled(query, store))
            wanted.insert(wanted.end(), made->attributes.begin(), made->attributes.end());
    for (int i = 0; i < AttributeKeeper::enoughUses; ++i)
        store.noteUse(wanted);
    for (int i = 0; i < 1200; ++i) {
        const auto columns = store.attributeColumns();
        if (std::ranges::all_of(wanted, [&columns](const StoredAttribute &one) { return hasColumn(*columns, one); }))
            return;
        QThread::msleep(100);
    }
}

/// attr('key') and attr(table, 'key') of a table that the text names; plain attr is of the first table after FROM.
std::string filledIn(const QString &sql, const AttributeColumns &columns)
{
    static const QRegularExpression use(QStringLiteral("attr\\((?:(\\w+), *)?'([^']*)'\\)"));
    static const QRegularExpression from(QStringLiteral("\\bFROM +\"?(\\w+)\"?"));
    QString text;
    qsizetype at = 0;
    for (auto matches = use.globalMatch(sql); matches.hasNext();) {
        const auto match = matches.next();
        const auto source = from.match(sql, match.capturedEnd());
        const QString table = match.captured(1).isEmpty() ? source.captured(1) : match.captured(1);
        const QString key = match.captured(2);
        const bool stored = columns.keys.value(table).contains(key);
        text += QStringView(sql).sliced(at, match.capturedStart() - at);
        text += stored ? sqlName(attributeColumn(key)) : QString(u"json_extract_string(\"customDimensions\", '" % memberPath(key) % u"')");
        at = match.capturedEnd();
    }
    return QString(text % QStringView(sql).sliced(at)).toStdString();
}

/// Text with its numbers rounded, so that the order of a sum does not count; nor does that of a list of words.
QString rounded(const QString &text)
{
    if (text.startsWith(u"[\"")) {
        QStringList words = text.sliced(1).chopped(1).split(u',');
        words.sort();
        return words.join(u',');
    }
    static const QRegularExpression number(QStringLiteral("-?\\d+\\.\\d+(?:[eE][+-]?\\d+)?"));
    QString made;
    qsizetype at = 0;
    for (auto matches = number.globalMatch(text); matches.hasNext();) {
        const auto match = matches.next();
        made += QStringView(text).sliced(at, match.capturedStart() - at);
        made += QString::number(match.captured().toDouble(), 'g', 7);
        at = match.capturedEnd();
    }
    return made % QStringView(text).sliced(at);
}

QString cellText(const DuckVector &vector, size_t row)
{
    if (vector.isNull(row))
        return {};
    switch (vector.type()) {
    case DUCKDB_TYPE_VARCHAR: return rounded(QString::fromUtf8(vector.text(row).data(), qsizetype(vector.text(row).size())));
    case DUCKDB_TYPE_BOOLEAN: return QString::number(vector.boolean(row));
    case DUCKDB_TYPE_TIMESTAMP: return QString::number(vector.timestamp(row).time_since_epoch().count());
    default: return QString::number(vector.real(row), 'g', 7);
    }
}

QStringList answerOf(DuckConnection &db, const std::string &sql)
{
    auto result = db.query(sql);
    if (!result)
        return {u"error: " % result.error().detail};
    QStringList lines;
    while (const auto chunk = result->nextChunk())
        for (size_t row = 0; row < chunk->rowCount(); ++row) {
            QStringList cells;
            for (size_t column = 0; column < chunk->columnCount(); ++column)
                cells += cellText(chunk->column(column), row);
            lines += cells.join(u'|');
        }
    lines.sort();
    return lines;
}

/// Rows as they are listed, newest first, without those of the oldest moment: of rows that tie there either may be left out.
QStringList withoutTies(QStringList lines)
{
    const auto moment = [](const QString &line) { return line.section(u'|', 0, 0); };
    const QString oldest = lines.isEmpty() ? QString() : moment(lines.first());
    erase_if(lines, [&](const QString &line) { return moment(line) == oldest; });
    return lines;
}

bool sameAnswer(DuckConnection &db, const LibraryQuery &query, const std::string &ours, const std::string &hand)
{
    const QStringList mine = answerOf(db, ours), theirs = answerOf(db, hand);
    const bool isListing = query.name.startsWith(u"tables/") && mine.size() == theirs.size();
    if (mine == theirs || (isListing && !withoutTies(mine).isEmpty() && withoutTies(mine) == withoutTies(theirs)))
        return true;
    std::printf("%-44s answers differ: %lld and %lld rows\n  KQL  %s\n  SQL  %s\n", qPrintable(query.name), static_cast<long long>(mine.size()),
                static_cast<long long>(theirs.size()), qPrintable(mine.value(0).left(300)), qPrintable(theirs.value(0).left(300)));
    return false;
}

template<typename Work>
double milliseconds(Work work)
{
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

struct Times {
    double ours = std::numeric_limits<double>::max();
    double hand = std::numeric_limits<double>::max();
};

Times measure(DuckConnection &db, const LibraryQuery &query, TelemetryStore &store, const std::string &hand)
{
    Times best;
    double spent = 0;
    for (int round = 0; round < fewestRounds || spent < enoughTime; ++round) {
        const double ours = milliseconds([&] { (void)db.query(compiled(query, store)->sql.toStdString()); });
        const double theirs = hand.empty() ? 0 : milliseconds([&] { (void)db.query(hand); });
        best = {std::min(best.ours, ours), std::min(best.hand, theirs)};
        spent += ours + theirs;
    }
    return best;
}

/// One line of the report; false when something is wrong with it.
bool report(DuckConnection &db, const LibraryQuery &query, TelemetryStore &store, std::vector<double> &history)
{
    const auto made = compiled(query, store);
    if (!made) {
        std::printf("%-44s refused: %s\n", qPrintable(query.name), qPrintable(made.error().message));
        return false;
    }
    const std::string hand = query.sql.isEmpty() ? std::string() : filledIn(query.sql, *store.attributeColumns());
    if (!hand.empty() && !sameAnswer(db, query, made->sql.toStdString(), hand))
        return false;
    const Times times = measure(db, query, store, hand);
    history.push_back(times.ours);
    if (hand.empty()) {
        const bool isEmpty = made->sql.contains(u"LIMIT 0)");
        std::printf("%-44s %9.2f %s\n", qPrintable(query.name), times.ours, isEmpty ? "                 no peer: the lab keeps no rows of this" : "NO SQL BY HAND");
        return isEmpty;
    }
    const double ratio = times.ours / times.hand;
    const bool isOver = ratio > targetRatio;
    std::printf("%-44s %9.2f %9.2f %6.2f %s\n", qPrintable(query.name), times.ours, times.hand, ratio,
                !isOver ? "" : times.ours < smallest ? "small" : "OVER");
    std::fflush(stdout);
    return !isOver || times.ours < smallest;
}

/// A small query's time is mostly what does not depend on rows; 5 ms are allowed for that and for the machine.
bool reportGrowth(const std::map<QString, std::vector<double>> &history, const std::vector<double> &sizes)
{
    bool good = true;
    std::printf("\ngrowth of time over growth of rows (1 is linear)\n");
    for (const auto &[name, times] : history) {
        std::printf("%-44s", qPrintable(name));
        for (size_t i = 1; i < times.size() && i < sizes.size(); ++i) {
            const double growth = (times[i] / std::max(times[i - 1], 5.0)) / (sizes[i] / sizes[i - 1]);
            std::printf(" %6.2f", growth);
            good = good && growth <= 1.25;
        }
        std::printf("\n");
    }
    return good;
}

void showPlans(DuckConnection &db, const LibraryQuery &query, TelemetryStore &store)
{
    std::string ours;
    const double compiling = milliseconds([&] { ours = compiled(query, store)->sql.toStdString(); });
    std::printf("compiled in %.3f ms\n", compiling);
    for (const std::string &sql : {ours, filledIn(query.sql, *store.attributeColumns())}) {
        std::printf("\n%s\n", sql.c_str());
        double planning = milliseconds([&] { (void)db.query("EXPLAIN " + sql); });
        planning = std::min(planning, milliseconds([&] { (void)db.query("EXPLAIN " + sql); }));
        const double running = milliseconds([&] { (void)db.query(sql); });
        std::printf("planned in %.3f ms, run in %.3f ms\n", planning, running);
        if (auto result = db.query("EXPLAIN ANALYZE " + sql))
            while (const auto chunk = result->nextChunk())
                for (size_t row = 0; row < chunk->rowCount(); ++row)
                    std::printf("%s\n", std::string(chunk->column(1).text(row)).c_str());
    }
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    initLabResources();
    std::vector<double> sizes;
    QStringList names;
    for (const QString &argument : application.arguments().sliced(1)) {
        bool number = false;
        const double size = argument.toDouble(&number);
        number ? sizes.push_back(size) : names.push_back(argument);
    }
    const bool plans = names.removeOne(QStringLiteral("--plan"));
    if (sizes.empty())
        sizes.push_back(5);
    std::vector<LibraryQuery> queries = libraryQueries();
    std::erase_if(queries, [&names](const LibraryQuery &query) { return !names.empty() && std::ranges::none_of(names, [&query](const QString &name) { return query.name.contains(name); }); });
    std::map<QString, std::vector<double>> history;
    bool good = !queries.empty();
    for (double &millions : sizes) {
        const auto store = filledStore(millions);
        millions = storedMillions(*store);
        std::printf("\n%.2f million rows\n", millions);
        warm(queries, *store);
        auto connection = store->lend();
        std::printf("%-44s %9s %9s %6s\n", "query", "KQL ms", "SQL ms", "ratio");
        for (const LibraryQuery &query : queries) {
            good = report(**connection, query, *store, history[query.name]) && good;
            if (plans)
                showPlans(**connection, query, *store);
        }
    }
    if (sizes.size() > 1)
        good = reportGrowth(history, sizes) && good;
    return good ? 0 : 1;
}
