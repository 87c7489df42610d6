#include "policy/linediff.h"

#include <QStringList>

#include <algorithm>
#include <vector>

namespace qd {

namespace {

constexpr int maxEdits = 1500;

QStringList linesOf(const QString &text)
{
    QStringList lines = text.split(u'\n');
    if (lines.constLast().isEmpty())
        lines.removeLast();
    return lines;
}

/// Myers' greedy search, keeping the furthest reach of every diagonal for every number of edits.
class MyersSearch
{
public:
    MyersSearch(const QStringList &before, const QStringList &after) : m_before(before), m_after(after) {}

    /// Steps from the start to the end; empty when there are too many edits.
    QList<DiffLine::Kind> steps();

private:
    bool advance(int edits);
    [[nodiscard]] int startOf(const std::vector<int> &reach, int edits, int diagonal) const;
    [[nodiscard]] bool goesDown(const std::vector<int> &reach, int edits, int diagonal) const;
    QList<DiffLine::Kind> walkBack();
    [[nodiscard]] int oldCount() const { return static_cast<int>(m_before.size()); }
    [[nodiscard]] int newCount() const { return static_cast<int>(m_after.size()); }

    const QStringList &m_before;
    const QStringList &m_after;
    std::vector<std::vector<int>> m_reach; ///< [edits][diagonal + edits]: lines of `before` that are behind
};

bool MyersSearch::goesDown(const std::vector<int> &reach, int edits, int diagonal) const
{
    if (diagonal == -edits)
        return true;
    const auto at = [&](int d) { return reach[static_cast<size_t>(d + edits - 1)]; };
    return diagonal != edits && at(diagonal - 1) < at(diagonal + 1);
}

int MyersSearch::startOf(const std::vector<int> &reach, int edits, int diagonal) const
{
    if (edits == 0)
        return 0;
    const auto at = [&](int d) { return reach[static_cast<size_t>(d + edits - 1)]; };
    return goesDown(reach, edits, diagonal) ? at(diagonal + 1) : at(diagonal - 1) + 1;
}

bool MyersSearch::advance(int edits)
{
    std::vector<int> now(static_cast<size_t>(2 * edits + 1), 0);
    const std::vector<int> none;
    const std::vector<int> &last = m_reach.empty() ? none : m_reach.back();
    bool isDone = false;
    for (int diagonal = -edits; diagonal <= edits && !isDone; diagonal += 2) {
        int x = startOf(last, edits, diagonal);
        while (x < oldCount() && x - diagonal >= 0 && x - diagonal < newCount() && m_before.at(x) == m_after.at(x - diagonal))
            ++x;
        now[static_cast<size_t>(diagonal + edits)] = x;
        isDone = x >= oldCount() && x - diagonal >= newCount();
    }
    m_reach.push_back(std::move(now));
    return isDone;
}

QList<DiffLine::Kind> MyersSearch::steps()
{
    const int limit = std::min(maxEdits, oldCount() + newCount());
    for (int edits = 0; edits <= limit; ++edits)
        if (advance(edits))
            return walkBack();
    return {};
}

QList<DiffLine::Kind> MyersSearch::walkBack()
{
    QList<DiffLine::Kind> back;
    int x = oldCount();
    int y = newCount();
    for (int edits = static_cast<int>(m_reach.size()) - 1; edits > 0; --edits) {
        const std::vector<int> &last = m_reach[static_cast<size_t>(edits - 1)];
        const int diagonal = x - y;
        const int start = startOf(last, edits, diagonal);
        for (; x > start; --x, --y)
            back.append(DiffLine::Kind::Same);
        const bool isDown = goesDown(last, edits, diagonal);
        back.append(isDown ? DiffLine::Kind::Added : DiffLine::Kind::Removed);
        isDown ? --y : --x;
    }
    for (; x > 0; --x)
        back.append(DiffLine::Kind::Same);
    std::ranges::reverse(back);
    return back;
}

QList<DiffLine::Kind> replaceAll(const QStringList &before, const QStringList &after)
{
    return QList<DiffLine::Kind>(before.size(), DiffLine::Kind::Removed) + QList<DiffLine::Kind>(after.size(), DiffLine::Kind::Added);
}

QList<DiffLine> spelledOut(const QList<DiffLine::Kind> &steps, const QStringList &before, const QStringList &after)
{
    QList<DiffLine> lines;
    int x = 0;
    int y = 0;
    for (const DiffLine::Kind kind : steps) {
        DiffLine line{.kind = kind};
        line.before = kind == DiffLine::Kind::Added ? 0 : ++x;
        line.after = kind == DiffLine::Kind::Removed ? 0 : ++y;
        line.text = line.before > 0 ? before.at(x - 1) : after.at(y - 1);
        lines.append(line);
    }
    return lines;
}

QChar diffSign(DiffLine::Kind kind)
{
    return kind == DiffLine::Kind::Same ? u' ' : kind == DiffLine::Kind::Added ? u'+' : u'-';
}

QString hunkHead(const DiffHunk &hunk)
{
    int firstBefore = 0, firstAfter = 0, before = 0, after = 0;
    for (const DiffLine &line : hunk.lines) {
        firstBefore = firstBefore == 0 ? line.before : firstBefore;
        firstAfter = firstAfter == 0 ? line.after : firstAfter;
        before += line.before > 0 ? 1 : 0;
        after += line.after > 0 ? 1 : 0;
    }
    return QStringLiteral("@@ -%1,%2 +%3,%4 @@\n").arg(firstBefore).arg(before).arg(firstAfter).arg(after);
}

} // namespace

QList<DiffLine> lineDiff(const QString &before, const QString &after)
{
    const QStringList left = linesOf(before);
    const QStringList right = linesOf(after);
    const auto shortest = std::min(left.size(), right.size());
    qsizetype head = 0;
    while (head < shortest && left.at(head) == right.at(head))
        ++head;
    qsizetype tail = 0;
    while (tail < shortest - head && left.at(left.size() - 1 - tail) == right.at(right.size() - 1 - tail))
        ++tail;
    const QStringList oldMiddle = left.mid(head, left.size() - head - tail);
    const QStringList newMiddle = right.mid(head, right.size() - head - tail);
    auto steps = MyersSearch(oldMiddle, newMiddle).steps();
    if (steps.isEmpty())
        steps = replaceAll(oldMiddle, newMiddle);
    steps = QList<DiffLine::Kind>(head, DiffLine::Kind::Same) + steps + QList<DiffLine::Kind>(tail, DiffLine::Kind::Same);
    return spelledOut(steps, left, right);
}

QList<DiffHunk> diffHunks(const QList<DiffLine> &lines, int context)
{
    QList<DiffHunk> hunks;
    qsizetype shownTo = 0;
    for (qsizetype i = 0; i < lines.size(); ++i) {
        if (lines.at(i).kind == DiffLine::Kind::Same)
            continue;
        const qsizetype from = std::max<qsizetype>(shownTo, i - context);
        const qsizetype to = std::min<qsizetype>(lines.size(), i + context + 1);
        if (hunks.isEmpty() || from > shownTo)
            hunks.append(DiffHunk{});
        hunks.last().lines += lines.mid(std::max(from, shownTo), to - std::max(from, shownTo));
        shownTo = to;
    }
    return hunks;
}

QString unifiedText(const QList<DiffHunk> &hunks)
{
    QString text;
    for (const DiffHunk &hunk : hunks) {
        text += hunkHead(hunk);
        for (const DiffLine &line : hunk.lines)
            text += diffSign(line.kind) + line.text + u'\n';
    }
    return text;
}

QString diffSummary(const QList<DiffLine> &lines)
{
    const auto added = std::ranges::count(lines, DiffLine::Kind::Added, &DiffLine::kind);
    const auto removed = std::ranges::count(lines, DiffLine::Kind::Removed, &DiffLine::kind);
    if (added == 0 && removed == 0)
        return QStringLiteral("no difference");
    return QStringLiteral("%1 %2 added, %3 removed").arg(added).arg(added == 1 ? QStringLiteral("line") : QStringLiteral("lines")).arg(removed);
}

} // namespace qd
