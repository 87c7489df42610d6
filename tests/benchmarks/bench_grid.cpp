// The results grid on a million cells and on 500 000 x 20: ordering and filtering against std::sort on bare numbers, what
// it costs when rows arrive, and one frame while it scrolls. Prints its numbers; asserts none of them.
#include "query/resultgrid.h"
#include "query/rowfilter.h"
#include "query/rowgroups.h"
#include "resultgridmodel.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QPixmap>
#include <QRandomGenerator>
#include <QScrollBar>

#include <algorithm>
#include <cstdio>
#include <vector>

using namespace qd;

namespace {

constexpr size_t benchPiece = 10000;

query::ResultSet::Piece benchPieceOf(size_t rows, size_t columns, QRandomGenerator &random)
{
    auto piece = std::make_shared<query::ResultTable>();
    for (size_t column = 0; column < columns; ++column) {
        const bool isText = column % 4 == 1;
        const bool isReal = column % 4 == 2;
        query::ResultColumn &made = piece->columns.emplace_back(QStringLiteral("column%1").arg(column), isText ? ColumnType::String : isReal ? ColumnType::Real : column % 4 == 3 ? ColumnType::DateTime : ColumnType::Long);
        made.reserve(rows);
        for (size_t row = 0; row < rows; ++row) {
            if (isText)
                made.appendText(QStringLiteral("tool-%1 of contoso").arg(random.bounded(5000)).toStdString());
            else if (isReal)
                made.appendReal(random.generateDouble() * 1000);
            else
                made.appendInteger(static_cast<qint64>(random.generate64() >> 12));
        }
    }
    return piece;
}

std::vector<query::ResultSet::Piece> benchPieces(size_t rows, size_t columns)
{
    QRandomGenerator random(1);
    std::vector<query::ResultSet::Piece> pieces;
    for (size_t at = 0; at < rows; at += benchPiece)
        pieces.push_back(benchPieceOf(std::min(benchPiece, rows - at), columns, random));
    return pieces;
}

template<typename Work>
double benchMs(const Work &work, int times = 5)
{
    double best = 1e300;
    for (int i = 0; i < times; ++i) {
        QElapsedTimer timer;
        timer.start();
        work();
        best = std::min(best, static_cast<double>(timer.nsecsElapsed()) / 1e6);
    }
    return best;
}

void say(const char *what, double ms, double against = 0)
{
    if (against > 0)
        std::printf("  %-52s %9.2f ms   %5.2f x std::sort\n", what, ms, ms / against);
    else
        std::printf("  %-52s %9.2f ms\n", what, ms);
    std::fflush(stdout);
}

double plainSort(const query::ResultSet &set, size_t column)
{
    std::vector<double> numbers;
    for (size_t row = 0; row < set.rowCount(); ++row)
        numbers.push_back(set.real(row, column));
    return benchMs([&] {
        std::vector<double> copy = numbers;
        std::ranges::sort(copy);
    });
}

void measureRows(const query::ResultSet &set)
{
    const double plain = plainSort(set, 2);
    say("std::sort of one column's bare doubles", plain);
    const auto sorted = [&](size_t column, bool isDown) { return benchMs([&] { (void)query::sortRows(set, query::allRows(set), {{column, isDown}}, {}); }); };
    say("order by a real column", sorted(2, false), plain);
    say("order by a long column, descending", sorted(0, true), plain);
    say("order by a text column", sorted(1, false), plain);
    const auto filtered = [&](size_t column, const QString &typed) {
        const auto filter = query::parseFilter(column, set.columnType(column), typed).value();
        return benchMs([&] { (void)query::filterRows(set, query::allRows(set), {filter}, {}); });
    };
    say("filter a real column: >500", filtered(2, QStringLiteral(">500")), plain);
    say("filter a text column: contains 123", filtered(1, QStringLiteral("123")), plain);
    say("group by a text column of 5000 values", benchMs([&] { (void)query::groupRows(set, query::allRows(set), 1, {}); }), plain);
}

void measureGrid(const std::vector<query::ResultSet::Piece> &pieces)
{
    Theme theme;
    theme.apply(*qApp, ThemeId::Dark);
    ResultGrid grid(theme);
    grid.resize(1200, 640);
    grid.show();
    ResultGridModel model;
    grid.setResult(&model);
    double worst = 0;
    const double all = benchMs([&] {
        for (const query::ResultSet::Piece &piece : pieces)
            worst = std::max(worst, benchMs([&] { model.append(piece); }, 1));
    }, 1);
    say("all rows arrive, in pieces of 10 000", all);
    say("  the slowest of these pieces", worst);
    model.complete();
    QPixmap picture(grid.size());
    const auto frame = [&] { grid.render(&picture); };
    frame();
    double slowest = 0;
    double sum = 0;
    constexpr int frames = 100;
    for (int i = 0; i < frames; ++i) {
        grid.verticalScrollBar()->setValue(static_cast<int>(static_cast<qint64>(grid.verticalScrollBar()->maximum()) * i / frames));
        const double ms = benchMs(frame, 1);
        slowest = std::max(slowest, ms);
        sum += ms;
    }
    say("one frame of 1200 x 640 while it scrolls, on average", sum / frames);
    say("  the slowest of 100", slowest);
}

void measure(const char *title, size_t rows, size_t columns)
{
    std::printf("%s\n", title);
    const auto pieces = benchPieces(rows, columns);
    query::ResultSet set;
    for (const query::ResultSet::Piece &piece : pieces)
        set.append(piece);
    measureRows(set);
    measureGrid(pieces);
}

} // namespace

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    measure("1 000 000 cells: 250 000 rows x 4 columns", 250000, 4);
    measure("1 000 000 rows x 4 columns", 1000000, 4);
    measure("10 000 000 cells: 500 000 rows x 20 columns", 500000, 20);
    return 0;
}
