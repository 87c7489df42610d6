#include "query/suggestionlist.h"

#include <QFontMetrics>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>

#include <algorithm>

namespace qd {

namespace {

constexpr int suggestionRow = 24;
constexpr int suggestionRows = 10; ///< seen at once
constexpr int suggestionDetail = Qt::UserRole + 1;
constexpr int suggestionKind = Qt::UserRole + 2;

struct KindLook {
    const char *letter;
    const char *word;
    SeriesRole role;
};

KindLook lookOf(kql::SuggestionKind kind)
{
    switch (kind) {
    case kql::SuggestionKind::Table: return {"T", "table", SeriesRole::Policy};
    case kql::SuggestionKind::Column: return {"C", "column", SeriesRole::Agent};
    case kql::SuggestionKind::Operator: return {"|", "operator", SeriesRole::Model};
    case kql::SuggestionKind::Function: return {"ƒ", "function", SeriesRole::Evaluation};
    case kql::SuggestionKind::Aggregate: return {"Σ", "aggregate", SeriesRole::Evaluation};
    case kql::SuggestionKind::Keyword: return {"k", "keyword", SeriesRole::Other};
    case kql::SuggestionKind::Let: return {"L", "let", SeriesRole::Gateway};
    case kql::SuggestionKind::Value: return {"\"", "value seen", SeriesRole::Tool};
    case kql::SuggestionKind::Parameter: return {"P", "parameter", SeriesRole::Dependency};
    }
    return {"", "", SeriesRole::Other};
}

/// A kind's letter in a rounded square, the label, and its detail at the right.
class SuggestionDelegate final : public QStyledItemDelegate
{
public:
    SuggestionDelegate(const Theme &theme, QObject *parent) : QStyledItemDelegate(parent), m_theme(theme) { }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Tokens &tokens = m_theme.tokens();
        const bool isCurrent = option.state.testFlag(QStyle::State_Selected);
        if (isCurrent)
            painter->fillRect(option.rect, tokens.selection);
        const KindLook look = lookOf(static_cast<kql::SuggestionKind>(index.data(suggestionKind).toInt()));
        painter->setRenderHint(QPainter::Antialiasing);
        QColor fill = tokens.series(look.role);
        fill.setAlphaF(0.24F);
        const QRectF mark(option.rect.left() + 6, option.rect.center().y() - 7, 16, 16);
        painter->setPen(QPen(tokens.series(look.role), 1));
        painter->setBrush(fill);
        painter->drawRoundedRect(mark, 3, 3);
        painter->setPen(tokens.text);
        painter->setFont(monoFont(TextSize::Caption, TextWeight::SemiBold));
        painter->drawText(mark, Qt::AlignCenter, QString::fromUtf8(look.letter));
        painter->setFont(monoFont());
        painter->setPen(isCurrent ? tokens.onSelection : tokens.text);
        const QString label = index.data().toString();
        const QRect line = option.rect.adjusted(30, 0, -8, 0);
        painter->drawText(line, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, QFontMetrics(painter->font()).elidedText(label, Qt::ElideRight, line.width()));
        const int used = QFontMetrics(painter->font()).horizontalAdvance(label) + 16;
        painter->setFont(uiFont(TextSize::Caption));
        painter->setPen(isCurrent ? tokens.onSelection : tokens.text3);
        const QRect rest = line.adjusted(used, 0, 0, 0);
        painter->drawText(rest, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, QFontMetrics(painter->font()).elidedText(index.data(suggestionDetail).toString(), Qt::ElideRight, rest.width()));
    }
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override { return {200, suggestionRow}; }

private:
    const Theme &m_theme;
};

} // namespace

SuggestionList::SuggestionList(const Theme &theme, QWidget *parent) : QListView(parent), m_theme(theme), m_model(new QStandardItemModel(this))
{
    setObjectName(QStringLiteral("querySuggestions"));
    setAccessibleName(tr("Suggestions"));
    setFocusPolicy(Qt::NoFocus);
    setModel(m_model);
    setItemDelegate(new SuggestionDelegate(theme, this));
    setUniformItemSizes(true);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setProperty("qdRole", QStringLiteral("raised"));
    hide();
    connect(this, &QListView::clicked, this, &SuggestionList::chosen);
}

void SuggestionList::offer(const QList<kql::Suggestion> &suggestions, const QPoint &below, int lineHeight)
{
    m_suggestions = suggestions.first(std::min(suggestions.size(), most));
    if (m_suggestions.isEmpty())
        return hide();
    m_model->setRowCount(static_cast<int>(m_suggestions.size()));
    m_model->setColumnCount(1);
    int widest = 220;
    const QFontMetrics labels(monoFont());
    const QFontMetrics details(uiFont(TextSize::Caption));
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const kql::Suggestion &suggestion = m_suggestions.at(row);
        const QModelIndex index = m_model->index(row, 0);
        const QString detail = suggestion.detail.isEmpty() ? QString::fromLatin1(lookOf(suggestion.kind).word) : suggestion.detail;
        m_model->setData(index, suggestion.label);
        m_model->setData(index, detail, suggestionDetail);
        m_model->setData(index, static_cast<int>(suggestion.kind), suggestionKind);
        m_model->setData(index, QString(suggestion.label % QStringLiteral(", ") % QString::fromLatin1(lookOf(suggestion.kind).word) % QStringLiteral(", ") % detail), Qt::AccessibleTextRole);
        widest = std::max(widest, labels.horizontalAdvance(suggestion.label) + details.horizontalAdvance(detail) + 80);
    }
    const QSize size(std::min({widest, 560, parentWidget()->width()}), suggestionRow * std::min(suggestionRows, m_model->rowCount()) + 4);
    const bool hasRoom = below.y() + size.height() <= parentWidget()->height();
    const int left = std::clamp(below.x() - 30, 0, std::max(0, parentWidget()->width() - size.width()));
    setGeometry(QRect(QPoint(left, hasRoom ? below.y() : std::max(0, below.y() - lineHeight - size.height())), size));
    setCurrentIndex(m_model->index(0, 0));
    show();
    raise();
}

void SuggestionList::dismiss() { hide(); }

const kql::Suggestion *SuggestionList::current() const
{
    return isVisible() && currentIndex().isValid() ? &m_suggestions.at(currentIndex().row()) : nullptr;
}

bool SuggestionList::move(int key)
{
    const int row = currentIndex().row();
    const int last = m_model->rowCount() - 1;
    int to = row;
    switch (key) {
    case Qt::Key_Down: to = row == last ? 0 : row + 1; break;
    case Qt::Key_Up: to = row == 0 ? last : row - 1; break;
    case Qt::Key_PageDown: to = std::min(last, row + suggestionRows); break;
    case Qt::Key_PageUp: to = std::max(0, row - suggestionRows); break;
    default: return false;
    }
    setCurrentIndex(m_model->index(to, 0));
    return true;
}

} // namespace qd
