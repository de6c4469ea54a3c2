"""What is sold and for how much less: products, prices, coupons, promotion codes."""
