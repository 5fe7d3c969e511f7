"""The keys of PDF dictionaries that draw a page (ISO 32000-1); no other key gets into a rewritten document."""


def _keys(text: str) -> frozenset[str]:
    return frozenset(f"/{name}" for name in text.split())


PAGE = _keys("Type Parent MediaBox CropBox BleedBox TrimBox ArtBox Rotate UserUnit Resources Contents Group")

#: Of a dictionary of resources. In each of these a document gives names of its own: a font may be called /JS.
CATEGORIES = _keys("ExtGState ColorSpace Pattern Shading XObject Font Properties ProcSet")

#: Of optional content: its groups and which of them are seen.
LAYERS, LAYERS_SEEN = _keys("OCGs D"), _keys("BaseState ON OFF")
_STREAMS = _keys("Length Filter DecodeParms")
_DECODING = _keys(
    "Predictor Colors BitsPerComponent Columns EarlyChange K EndOfLine EncodedByteAlign Rows EndOfBlock BlackIs1 "
    "DamagedRowsBeforeError JBIG2Globals ColorTransform"
)

_IMAGES = _keys(
    "Type Subtype Width Height ColorSpace BitsPerComponent Intent ImageMask Mask Decode Interpolate SMask "
    "SMaskInData Matte Name"
)
_FORMS = _keys("FormType BBox Matrix Resources Group S CS I K")
_LAYER_GROUPS = _keys("OC OCGs P VE Name Intent")
_STATES = _keys("LW LC LJ ML D RI OP op OPM Font TR TR2 FL SM SA BM SMask CA ca AIS TK G BC")
_PATTERNS = _keys(
    "PatternType PaintType TilingType XStep YStep Shading ExtGState ShadingType Background AntiAlias Function "
    "Coords Extend BitsPerCoordinate BitsPerFlag VerticesPerRow"
)

_FUNCTIONS = _keys(
    "FunctionType Domain Range Size BitsPerSample Order Encode Decode C0 C1 N Functions Bounds"
)
_COLOURS = _keys("Alternate WhitePoint BlackPoint Gamma")
_FONTS = _keys(
    "BaseFont FirstChar LastChar Widths FontDescriptor Encoding ToUnicode DescendantFonts FontBBox FontMatrix "
    "CharProcs CIDSystemInfo Registry Ordering Supplement DW W DW2 W2 CIDToGIDMap FontName FontFamily FontStretch "
    "FontWeight Flags ItalicAngle Ascent Descent Leading CapHeight XHeight StemV StemH AvgWidth MaxWidth "
    "MissingWidth FontFile FontFile2 FontFile3 CharSet Style Panose FD CIDSet Length1 Length2 Length3 BaseEncoding "
    "Differences CMapName WMode UseCMap"
)

DRAWS = (
    PAGE | _STREAMS | _DECODING | _IMAGES | _FORMS | _LAYER_GROUPS | _STATES | _PATTERNS | _FUNCTIONS | _COLOURS
    | _FONTS
)  # fmt: skip
