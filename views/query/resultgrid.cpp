#include "query/resultgrid.h"

#include "query/celltext.h"
#include "query/griddelegate.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QFontMetrics>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>

#include <algorithm>

namespace qd {

namespace {

constexpr size_t copyMostCells = 1000000;
constexpr int gridSample = 200;      ///< rows that widths are taken from
constexpr int gridNarrowest = 64;
constexpr int gridWidest = 420;

bool isMove(int key) { return key >= Qt::Key_Home && key <= Qt::Key_PageDown; }

} // namespace

ResultGrid::ResultGrid(const Theme &theme, QWidget *parent) : QTableView(parent), m_theme(theme)
{
    setObjectName(QStringLiteral("queryGrid"));
    setAccessibleName(tr("Result"));
    setFrameShape(QFrame::NoFrame);
    setProperty("qdRole", QStringLiteral("plain"));
    setShowGrid(false);
    setFont(monoFont());
    setItemDelegate(new GridDelegate(theme, this));
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setSelectionBehavior(QAbstractItemView::SelectItems);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setTabKeyNavigation(false);
    setWordWrap(false);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(height::row);
    QHeaderView *header = horizontalHeader();
    header->setFixedHeight(height::tableHeader);
    header->setSectionsMovable(true);
    header->setSectionsClickable(true);
    header->setHighlightSections(false);
    header->setFont(uiFont(TextSize::Table, TextWeight::Medium));
    header->setMinimumSectionSize(36);
    connect(header, &QHeaderView::sectionClicked, this, &ResultGrid::cycleSort);
    connect(&theme, &Theme::changed, this, [this] { viewport()->update(); });
}

void ResultGrid::setResult(ResultGridModel *model)
{
    if (m_model)
        m_model->disconnect(this);
    m_model = model;
    m_isFitted = false;
    setModel(model);
    horizontalHeader()->setSortIndicatorShown(false);
    if (!model)
        return;
    connect(model, &QAbstractItemModel::rowsInserted, this, [this] {
        if (!m_isFitted)
            fitColumns();
    });
    connect(model, &ResultGridModel::arrangementChanged, this, &ResultGrid::showSort);
    fitColumns();
    showSort();
}

// From the first rows: a look at a million would take longer than the query.
void ResultGrid::fitColumns()
{
    const query::ResultSet &set = m_model->set();
    if (set.rowCount() == 0)
        return;
    m_isFitted = true;
    const QFontMetrics cells(monoFont());
    const QFontMetrics names(uiFont(TextSize::Table, TextWeight::Medium));
    int total = 0;
    for (size_t column = 0; column < set.columnCount(); ++column) {
        int width = names.horizontalAdvance(set.columnName(column)) + 30;
        for (size_t row = 0; row < std::min<size_t>(set.rowCount(), gridSample); ++row)
            width = std::max(width, cells.horizontalAdvance(query::shownText(set, row, column, 60)) + 20);
        width = std::clamp(width, gridNarrowest, gridWidest);
        horizontalHeader()->resizeSection(static_cast<int>(column), width);
        total += width;
    }
    // A narrow result does not look lost: a last column of text takes the room that is left.
    const bool isText = !m_model->index(0, static_cast<int>(set.columnCount()) - 1).data(ResultGridModel::NumberRole).toBool();
    horizontalHeader()->setStretchLastSection(isText && total < viewport()->width());
}

void ResultGrid::showSort()
{
    const QList<query::SortKey> &sort = m_model->arrangement().sort;
    horizontalHeader()->setSortIndicatorShown(!sort.isEmpty());
    if (!sort.isEmpty())
        horizontalHeader()->setSortIndicator(static_cast<int>(sort.constFirst().column), sort.constFirst().isDescending ? Qt::DescendingOrder : Qt::AscendingOrder);
}

void ResultGrid::cycleSort(int column)
{
    if (!m_model || column < 0)
        return;
    const QList<query::SortKey> &sort = m_model->arrangement().sort;
    const bool isSorted = !sort.isEmpty() && sort.constFirst().column == static_cast<size_t>(column);
    if (isSorted && sort.constFirst().isDescending)
        m_model->sort(-1, Qt::AscendingOrder);
    else
        m_model->sort(column, isSorted ? Qt::DescendingOrder : Qt::AscendingOrder);
}

void ResultGrid::toggleGroup()
{
    if (!m_model || currentColumn() < 0)
        return;
    query::Arrangement wanted = m_model->arrangement();
    const auto column = static_cast<size_t>(currentColumn());
    wanted.groupBy = wanted.groupBy ? std::nullopt : std::optional(column);
    m_model->setArrangement(wanted);
}

query::CellBlock ResultGrid::selectedBlock() const
{
    static const query::ResultSet none;
    query::CellBlock block{m_model ? m_model->set() : none, {}, {}};
    if (!m_model || !selectionModel())
        return block;
    std::vector<bool> columns(static_cast<size_t>(m_model->columnCount()));
    std::vector<std::pair<int, int>> stretches;
    for (const QItemSelectionRange &range : selectionModel()->selection()) {
        for (int column = range.left(); column <= range.right(); ++column)
            columns[static_cast<size_t>(column)] = true;
        stretches.emplace_back(range.top(), range.bottom());
    }
    for (int visual = 0; visual < static_cast<int>(columns.size()); ++visual)
        if (const int column = horizontalHeader()->logicalIndex(visual); columns[static_cast<size_t>(column)])
            block.columns.push_back(static_cast<size_t>(column));
    std::ranges::sort(stretches);
    int next = 0;
    for (const auto &[top, bottom] : stretches) {
        for (int line = std::max(top, next); line <= bottom && block.cellCount() < copyMostCells; ++line)
            if (const ResultGridModel::Line at = m_model->lineAt(line); at.group < 0)
                block.rows.push_back(at.row);
        next = std::max(next, bottom + 1);
    }
    return block;
}

void ResultGrid::copySelection(query::CopyForm form)
{
    const query::CellBlock block = selectedBlock();
    if (block.cellCount() == 0)
        return emit copied(tr("Nothing is selected"));
    QGuiApplication::clipboard()->setText(query::copyText(block, form));
    const QString bound = block.cellCount() >= copyMostCells ? tr("; more than a million cells are not copied, export them") : QString();
    emit copied(tr("Copied %1 × %2 cells%3").arg(block.rows.size()).arg(block.columns.size()).arg(bound));
}

bool ResultGrid::openGroup(int key)
{
    const int group = m_model && currentIndex().isValid() ? m_model->lineAt(currentIndex().row()).group : -1;
    if (group < 0)
        return false;
    const bool isOpen = currentIndex().data(ResultGridModel::OpenRole).toBool();
    if (key == Qt::Key_Left || key == Qt::Key_Right)
        m_model->setGroupOpen(group, key == Qt::Key_Right);
    else
        m_model->setGroupOpen(group, !isOpen);
    return true;
}

void ResultGrid::keyPressEvent(QKeyEvent *event)
{
    const bool isPlain = event->modifiers() == Qt::NoModifier || event->modifiers() == Qt::KeypadModifier;
    const int key = event->key();
    if (event->matches(QKeySequence::Copy))
        return copySelection(query::CopyForm::Tsv);
    if (isPlain && (key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Left || key == Qt::Key_Right) && openGroup(key))
        return;
    if (isPlain && (key == Qt::Key_Return || key == Qt::Key_Enter))
        return emit inspectRequested();
    if (isPlain && key == Qt::Key_Slash)
        return emit filterRequested();
    if (isPlain && (key == Qt::Key_J || key == Qt::Key_K)) {
        QKeyEvent arrow(event->type(), key == Qt::Key_J ? Qt::Key_Down : Qt::Key_Up, Qt::NoModifier);
        return QTableView::keyPressEvent(&arrow);
    }
    // A letter is a command of the window, not a search through the rows; what is held down with it is the page's.
    const bool isHeld = (event->modifiers() & (Qt::ControlModifier | Qt::AltModifier)) && !isMove(key) && !event->matches(QKeySequence::SelectAll);
    const bool isReturn = key == Qt::Key_Return || key == Qt::Key_Enter;
    if (isHeld || isReturn || (!event->text().isEmpty() && event->text().at(0).isPrint()))
        return event->ignore();
    QTableView::keyPressEvent(event);
}

void ResultGrid::mousePressEvent(QMouseEvent *event)
{
    QTableView::mousePressEvent(event);
    if (event->button() == Qt::LeftButton && event->position().x() < 24 - horizontalOffset())
        (void)openGroup(Qt::Key_Return);
}

void ResultGrid::contextMenuEvent(QContextMenuEvent *event)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const auto &[text, form] : {std::pair(tr("Copy as text"), query::CopyForm::Tsv), std::pair(tr("Copy as Markdown"), query::CopyForm::Markdown),
                                     std::pair(tr("Copy as JSON"), query::CopyForm::Json), std::pair(tr("Copy as KQL datatable"), query::CopyForm::Datatable)})
        connect(menu->addAction(text), &QAction::triggered, this, [this, form = form] { copySelection(form); });
    menu->popup(event->globalPos());
}

void ResultGrid::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    emit currentCellChanged(current);
}

} // namespace qd
