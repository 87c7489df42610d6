#pragma once

#include "cost/budgetboard.h"
#include "theme/theme.h"
#include "widgets/statusglyph.h"

#include <QStyledItemDelegate>

namespace qd {

/// The breaker's glyph and word. GUI thread.
class BreakerDelegate final : public QStyledItemDelegate
{
public:
    BreakerDelegate(const Theme &theme, QObject *parent) : QStyledItemDelegate(parent), m_theme(theme) {}
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    const Theme &m_theme;
};

/// A bar from 0 to 120 % with lines at 80 % and 100 %, and the number. Reads the share and, for its tone, the state from
/// the roles it is told. GUI thread.
class UsedBarDelegate final : public QStyledItemDelegate
{
public:
    UsedBarDelegate(const Theme &theme, QObject *parent) : QStyledItemDelegate(parent), m_theme(theme) {}
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    const Theme &m_theme;
};

/// A share as a bar behind its number. GUI thread.
class ShareDelegate final : public QStyledItemDelegate
{
public:
    ShareDelegate(const Theme &theme, QObject *parent) : QStyledItemDelegate(parent), m_theme(theme) {}
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    const Theme &m_theme;
};

/// A warning glyph before a cell whose tokens have no price, or whose price and report differ. GUI thread.
class DoubtDelegate final : public QStyledItemDelegate
{
public:
    DoubtDelegate(const Theme &theme, int role, QObject *parent) : QStyledItemDelegate(parent), m_theme(theme), m_role(role) {}
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    const Theme &m_theme;
    const int m_role; ///< bool: there is a doubt
};

Glyph breakerGlyph(BreakerState state);
StatusTone breakerTone(BreakerState state);

} // namespace qd
