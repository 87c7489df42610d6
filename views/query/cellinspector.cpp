#include "query/cellinspector.h"

#include "query/celltext.h"
#include "query/jsonnodes.h"
#include "theme/tokens.h"
#include "theme/type.h"
#include "widgets/labels.h"

#include <QHeaderView>
#include <QPlainTextEdit>
#include <QStackedWidget>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace qd {

namespace {

using query::JsonNode;

QString nodeText(const JsonNode &node)
{
    if (node.kind == JsonNode::Kind::Object)
        return node.children == 0 ? QStringLiteral("{}") : CellInspector::tr("%n member(s)", nullptr, node.children);
    if (node.kind == JsonNode::Kind::Array)
        return node.children == 0 ? QStringLiteral("[]") : CellInspector::tr("%n element(s)", nullptr, node.children);
    return node.text;
}

} // namespace

CellInspector::CellInspector(QWidget *parent)
    : QWidget(parent), m_title(makeLabel(this, QStringLiteral("inspectorTitle"), "panelTitle")), m_facts(makeLabel(this, QStringLiteral("inspectorFacts"), "secondary")),
      m_stack(new QStackedWidget), m_tree(new QTreeWidget), m_text(new QPlainTextEdit)
{
    setObjectName(QStringLiteral("cellInspector"));
    m_tree->setObjectName(QStringLiteral("inspectorTree"));
    m_tree->setAccessibleName(tr("Cell as a tree"));
    m_tree->setHeaderLabels({tr("Name"), tr("Value")});
    m_tree->setColumnWidth(0, 150);
    m_tree->setFont(monoFont());
    m_tree->setUniformRowHeights(true);
    m_text->setObjectName(QStringLiteral("inspectorText"));
    m_text->setAccessibleName(tr("Cell as text"));
    m_text->setReadOnly(true);
    m_text->setFont(monoFont());
    m_stack->addWidget(m_text);
    m_stack->addWidget(m_tree);
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::m, space::s, space::m, space::s);
    layout->setSpacing(space::xs);
    layout->addWidget(m_title);
    layout->addWidget(m_facts);
    layout->addWidget(m_stack, 1);
    clear();
}

void CellInspector::showCell(const query::ResultSet &set, size_t row, size_t column)
{
    m_title->setText(set.columnName(column));
    const bool isNull = set.isNull(row, column);
    const QString raw = query::rawText(set, row, column);
    QStringList facts{columnTypeName(set.columnType(column)), isNull ? tr("null") : tr("%n character(s)", nullptr, static_cast<int>(raw.size()))};
    const bool mayBeJson = raw.startsWith(u'{') || raw.startsWith(u'[');
    if (mayBeJson && showTree(raw)) {
        m_stack->setCurrentWidget(m_tree);
    } else {
        m_text->setPlainText(raw.left(mostText));
        m_stack->setCurrentWidget(m_text);
        if (raw.size() > mostText)
            facts.append(tr("the first %1 are shown").arg(mostText));
    }
    m_facts->setText(facts.join(QStringLiteral(" · ")));
}

bool CellInspector::showTree(const QString &json)
{
    const query::JsonNodes made = query::jsonNodes(json, mostNodes);
    if (made.nodes.empty())
        return false;
    m_tree->clear();
    std::vector<QTreeWidgetItem *> items;
    items.reserve(made.nodes.size());
    for (const JsonNode &node : made.nodes) {
        const bool isElement = node.parent >= 0 && made.nodes[static_cast<size_t>(node.parent)].kind == JsonNode::Kind::Array;
        const QString name = node.parent < 0 ? QStringLiteral("$") : isElement ? QStringLiteral("[%1]").arg(node.index) : node.key;
        const QStringList texts{name.simplified().left(200), nodeText(node).left(2000).simplified()};
        items.push_back(node.parent < 0 ? new QTreeWidgetItem(m_tree, texts) : new QTreeWidgetItem(items[static_cast<size_t>(node.parent)], texts));
    }
    if (made.isCut)
        new QTreeWidgetItem(m_tree, {QStringLiteral("…"), tr("only the first %1 values are shown").arg(mostNodes)});
    m_tree->expandToDepth(1);
    return true;
}

void CellInspector::clear()
{
    m_title->setText(tr("Cell"));
    m_facts->setText(tr("Go to a cell to see all of it."));
    m_text->clear();
    m_stack->setCurrentWidget(m_text);
}

} // namespace qd
