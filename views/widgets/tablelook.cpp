#include "widgets/tablelook.h"

#include "theme/tokens.h"
#include "theme/type.h"

#include <QHeaderView>
#include <QTableView>

namespace qd {

void dressTable(QTableView &table, const QString &objectName, const QString &accessibleName)
{
    table.setObjectName(objectName);
    table.setAccessibleName(accessibleName);
    table.setShowGrid(false);
    table.setFont(monoFont());
    table.setFrameShape(QFrame::NoFrame);
    table.setProperty("qdRole", QStringLiteral("plain"));
    table.setSelectionBehavior(QAbstractItemView::SelectRows);
    table.setSelectionMode(QAbstractItemView::SingleSelection);
    table.setEditTriggers(QAbstractItemView::NoEditTriggers);
    table.setTabKeyNavigation(false);
    table.setWordWrap(false);
    table.verticalHeader()->hide();
    table.verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table.verticalHeader()->setDefaultSectionSize(height::row);
    QHeaderView *header = table.horizontalHeader();
    header->setFixedHeight(height::tableHeader);
    header->setSectionsClickable(false);
    header->setHighlightSections(false);
    header->setFont(uiFont(TextSize::Table, TextWeight::Medium));
    header->setSectionResizeMode(QHeaderView::Stretch);
}

} // namespace qd
